package io.slipway.container;

/** There is no such image where it was looked for. */
public class ImageNotFoundException extends EngineException {

    private static final long serialVersionUID = 1L;

    public ImageNotFoundException(ImageRef image, String reason) {
        super("image " + image + " was not found: " + reason);
    }
}
