package io.slipway.container;

/** The name of an image as people write it: {@code [registry/]repository[:tag|@digest]}. */
public record ImageRef(String value) {

    public ImageRef {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an image reference must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
