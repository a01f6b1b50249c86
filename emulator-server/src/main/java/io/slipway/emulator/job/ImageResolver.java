package io.slipway.emulator.job;

import io.slipway.container.ImageRef;
import java.util.function.Consumer;

/** Which local image stands for the image that a request names. */
public interface ImageResolver {

    /**
     * Resolves, and builds or pulls what is not there yet.
     *
     * @param image as the client sent it
     * @param progress receives lines for the job's log
     * @return an image that the engine has
     * @throws io.slipway.container.ImageNotFoundException if nothing stands for it, with a way out in the message
     */
    ImageRef resolve(String image, Consumer<String> progress) throws InterruptedException;

    /** Whether a request may name this image at all: false for what can never be one (empty, blanks, capitals in the path). */
    boolean isAcceptable(String image);
}
