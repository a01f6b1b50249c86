package io.slipway.it;

import io.slipway.container.ImageRef;
import java.io.IOException;
import java.util.Map;

/** An image of the user's own: {@code train} runs the hyperparameter {@code command} in a shell, or lists its data. */
final class ShellImage {

    static final ImageRef NAME = new ImageRef("slipway-it/shell:2");

    private static final String DOCKERFILE = """
            FROM debian:bookworm-slim
            COPY train /usr/local/bin/train
            """;

    /** The command is the value between {@code "command":"} and the next quote: no JSON tool is in the image. */
    private static final String TRAIN = """
            #!/bin/bash
            command=$(sed -n 's/.*"command":"\\([^"]*\\)".*/\\1/p' /opt/ml/input/config/hyperparameters.json)
            exec /bin/bash -c "${command:-ls /opt/ml/input/data/*}"
            """;

    private ShellImage() {}

    static ImageRef ensure() throws IOException, InterruptedException {
        return ProgramImage.ensure(NAME, DOCKERFILE, "train", TRAIN, Map.of());
    }
}
