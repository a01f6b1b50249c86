package io.slipway.emulator.endpoints.invoke;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.HttpFields;

/** An answer whose body is still coming. */
record StreamedAnswer(int status, HttpFields headers, InputStream body) implements ContainerAnswer {

    @Override
    public byte[] beginning(int maximum) throws IOException {
        try (body) {
            return body.readNBytes(maximum);
        }
    }
}
