package io.slipway.emulator.training;

/**
 * The steps of a job on its way, with the words that clients see.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SecondaryStatusTransition.html">
 *     SecondaryStatusTransition</a>
 */
enum Phase {
    STARTING("Starting", "Preparing the instances for training"),
    PENDING("Pending", "Training job waiting for capacity"),
    DOWNLOADING("Downloading", "Downloading input data"),
    DOWNLOADING_IMAGE("Downloading", "Downloading the training image"),
    TRAINING("Training", "Training image download completed. Training in progress."),
    STOPPING("Stopping", "Stopping the training job"),
    UPLOADING("Uploading", "Uploading generated training model");

    private final String status;
    private final String message;

    Phase(String status, String message) {
        this.status = status;
        this.message = message;
    }

    String status() {
        return status;
    }

    String message() {
        return message;
    }
}
