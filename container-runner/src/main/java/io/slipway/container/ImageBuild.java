package io.slipway.container;

import java.nio.file.Path;
import java.util.Map;

/**
 * An image to build.
 *
 * @param name the tag that the image gets
 * @param context directory that is sent to the engine
 * @param dockerfile path in the context
 * @param arguments build arguments
 * @param labels for the image
 * @param extraFiles files added to the context or put in place of its own, by path in the context
 */
public record ImageBuild(
        ImageRef name,
        Path context,
        String dockerfile,
        Map<String, String> arguments,
        Map<String, String> labels,
        Map<String, byte[]> extraFiles) {

    public ImageBuild {
        arguments = Map.copyOf(arguments);
        labels = Map.copyOf(labels);
        extraFiles = Map.copyOf(extraFiles);
    }
}
