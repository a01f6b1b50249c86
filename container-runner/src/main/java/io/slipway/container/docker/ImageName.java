package io.slipway.container.docker;

import io.slipway.container.ImageRef;

/** An image's name in the two parts in which the engine takes it. */
record ImageName(String repository, String tag) {

    static ImageName of(ImageRef image) {
        String value = image.value();
        int digest = value.indexOf('@');
        if (digest >= 0) {
            String repository = of(new ImageRef(value.substring(0, digest))).repository();
            return new ImageName(repository, value.substring(digest + 1));
        }
        int colon = value.lastIndexOf(':');
        if (colon > value.lastIndexOf('/')) {
            return new ImageName(value.substring(0, colon), value.substring(colon + 1));
        }
        return new ImageName(value, "latest");
    }
}
