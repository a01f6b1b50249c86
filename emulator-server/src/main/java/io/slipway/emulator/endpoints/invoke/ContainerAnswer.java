package io.slipway.emulator.endpoints.invoke;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** What a container answered. */
sealed interface ContainerAnswer permits WholeAnswer, StreamedAnswer {

    int status();

    HttpFields headers();

    /** The beginning of the body, which is then used up. */
    byte[] beginning(int maximum) throws IOException;

    default boolean isGood() {
        return status() >= 200 && status() < 300;
    }

    default Optional<String> contentType() {
        return Optional.ofNullable(headers().get(HttpHeader.CONTENT_TYPE));
    }

    default Optional<String> customAttributes() {
        return Optional.ofNullable(headers().get(Headers.CUSTOM_ATTRIBUTES));
    }
}
