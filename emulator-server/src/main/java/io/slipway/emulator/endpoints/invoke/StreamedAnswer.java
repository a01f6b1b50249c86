package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.serving.client.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** An answer whose body is still coming. */
record StreamedAnswer(Answer answer) implements ContainerAnswer {

    @Override
    public int status() {
        return answer.status();
    }

    @Override
    public Optional<String> contentType() {
        return answer.header("Content-Type");
    }

    @Override
    public Optional<String> customAttributes() {
        return answer.header(Headers.CUSTOM_ATTRIBUTES);
    }

    /** To be closed. */
    InputStream body() {
        return answer.body();
    }

    @Override
    public byte[] beginning(int maximum) throws IOException {
        try (answer) {
            return body().readNBytes(maximum);
        }
    }
}
