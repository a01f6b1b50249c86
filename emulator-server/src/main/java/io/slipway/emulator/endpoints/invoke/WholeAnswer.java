package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.serving.client.Answer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** An answer that is all here. */
@SuppressWarnings("ArrayRecordComponent") // handed on and never compared
record WholeAnswer(int status, Optional<String> contentType, Optional<String> customAttributes, byte[] body)
        implements ContainerAnswer {

    /** More than the service lets through, so that a container's mistake is seen here and not as a broken connection. */
    private static final int LARGEST = 128 << 20;

    static WholeAnswer read(Answer answer) throws IOException {
        return new WholeAnswer(
                answer.status(),
                answer.header("Content-Type"),
                answer.header(Headers.CUSTOM_ATTRIBUTES),
                answer.bytes(LARGEST));
    }

    @Override
    public byte[] beginning(int maximum) {
        return body.length <= maximum ? body : Arrays.copyOf(body, maximum);
    }
}
