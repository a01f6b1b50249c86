package io.slipway.emulator.endpoints.invoke;

import java.io.IOException;
import java.util.Optional;

/** What a container answered. */
sealed interface ContainerAnswer permits WholeAnswer, StreamedAnswer {

    int status();

    Optional<String> contentType();

    Optional<String> customAttributes();

    /** The beginning of the body, which is then used up. */
    byte[] beginning(int maximum) throws IOException;

    default boolean isGood() {
        return status() >= 200 && status() < 300;
    }
}
