package io.slipway.emulator.processing;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the service's model of CreateProcessingJob cannot say. */
final class ProcessingRules {

    private static final Pattern PIPE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Predicate<String> acceptableImage;

    /** @param acceptableImage whether a request may name an image at all */
    ProcessingRules(Predicate<String> acceptableImage) {
        this.acceptableImage = acceptableImage;
    }

    void check(Document job) {
        String image = job.getString("AppSpecification.ImageUri");
        refuse(
                !acceptableImage.test(image),
                "Invalid image URI " + image
                        + ". Please provide a valid Amazon Elastic Container Registry path of the Docker image to run.");
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        for (Document input : job.documents("ProcessingInputs")) {
            String name = input.getString("InputName");
            refuse(!names.add(name), "Input names must be unique: " + name);
            checkInput(name, input, paths);
        }
        names.clear();
        paths.clear();
        for (Document output : job.documents("ProcessingOutputConfig.Outputs")) {
            String name = output.getString("OutputName");
            refuse(!names.add(name), "Output names must be unique: " + name);
            checkOutput(name, output, paths);
        }
    }

    private static void checkInput(String name, Document input, Set<String> paths) {
        refuse(
                input.has("DatasetDefinition"),
                "DatasetDefinition, given for input " + name
                        + ", is not supported: there is no Athena or Redshift to query; use S3Input.");
        refuse(!input.has("S3Input"), "S3Input must be specified for input " + name + ".");
        boolean piped =
                input.findString("S3Input.S3InputMode").filter("Pipe"::equals).isPresent();
        refuse(
                piped && !PIPE_NAME.matcher(name).matches(),
                "The name of an input in Pipe mode is that of its pipes, so it must match " + PIPE_NAME + ": " + name);
        refuse(
                !piped
                        && input.findString("S3Input.S3CompressionType")
                                .filter("Gzip"::equals)
                                .isPresent(),
                "Gzip, given by the S3CompressionType of input " + name
                        + ", can only be used if Pipe mode is specified as the S3InputMode.");
        checkUri(input.getString("S3Input.S3Uri"));
        checkLocalPath(name, input, "S3Input", paths);
    }

    private static void checkOutput(String name, Document output, Set<String> paths) {
        refuse(
                output.has("FeatureStoreOutput"),
                "FeatureStoreOutput, given for output " + name + ", is not supported; use S3Output.");
        refuse(!output.has("S3Output"), "S3Output must be specified for output " + name + ".");
        checkUri(output.getString("S3Output.S3Uri"));
        checkLocalPath(name, output, "S3Output", paths);
    }

    private static void checkUri(String uri) {
        try {
            S3Uri.parse(uri);
        } catch (IllegalArgumentException e) {
            throw ApiException.validation("Invalid S3 URI: " + uri);
        }
    }

    private static void checkLocalPath(String name, Document channel, String member, Set<String> paths) {
        if (channel.isTrue("AppManaged")) {
            return;
        }
        String path = channel.findString(member + ".LocalPath").orElse("");
        String normalized = LocalPath.normalized(path)
                .orElseThrow(() -> ApiException.validation("Invalid LocalPath \"" + path + "\" of " + name
                        + ": it must be an absolute path that starts with " + ContainerPaths.PROCESSING + "/."));
        refuse(!paths.add(normalized), "Local paths must be unique: " + path);
    }

    private static void refuse(boolean broken, String message) {
        if (broken) {
            throw ApiException.validation(message);
        }
    }
}
