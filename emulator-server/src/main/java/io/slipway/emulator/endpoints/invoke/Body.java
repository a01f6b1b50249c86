package io.slipway.emulator.endpoints.invoke;

import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** The bytes of a request, up to a limit. */
final class Body {

    static final int REAL_TIME = 6 << 20;
    static final int SERVERLESS = 4 << 20;
    static final int ASYNC = 128_000;

    /** What is read of a body that is too large, so that its sender gets to hear so; beyond it the connection breaks. */
    private static final long MOST_DISCARDED = 256L << 20;

    private Body() {}

    static byte[] read(Request request, int limit) throws InvocationException, IOException {
        InputStream in = Content.Source.asInputStream(request);
        long length = request.getLength();
        if (length > limit) {
            throw tooLarge(in, limit);
        }
        if (length >= 0) {
            return in.readNBytes((int) length);
        }
        byte[] body = in.readNBytes(limit + 1);
        if (body.length > limit) {
            throw tooLarge(in, limit);
        }
        return body;
    }

    private static InvocationException tooLarge(InputStream in, int limit) throws IOException {
        byte[] discarded = new byte[1 << 16];
        long left = MOST_DISCARDED;
        for (int count = in.read(discarded); count >= 0 && left > 0; count = in.read(discarded)) {
            left -= count;
        }
        return new InvocationException(InvocationError.TOO_LARGE, "HTTP content length exceeded " + limit + " bytes.");
    }
}
