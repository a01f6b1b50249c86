package io.slipway.emulator.http;

import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a request, up to a limit. */
final class RequestBody {

    /** What is read of a body that is too large, so that its sender gets to hear so; beyond it the connection breaks. */
    private static final long MOST_DISCARDED = 256L << 20;

    private RequestBody() {}

    /** @throws ApiException {@code RequestEntityTooLargeException} if there are more bytes than that */
    static byte[] read(HttpServletRequest request, int limit) throws IOException {
        InputStream in = request.getInputStream();
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(in, limit);
        }
        byte[] body = "gzip".equalsIgnoreCase(request.getHeader("Content-Encoding"))
                ? inflate(in, limit)
                : in.readNBytes(limit + 1);
        if (body.length > limit) {
            throw tooLarge(in, limit);
        }
        return body;
    }

    private static byte[] inflate(InputStream in, int limit) throws IOException {
        try {
            return new GZIPInputStream(in).readNBytes(limit + 1);
        } catch (ZipException e) {
            throw new ApiException(ApiError.SERIALIZATION_EXCEPTION, "The request body is not valid gzip");
        }
    }

    private static ApiException tooLarge(InputStream in, int limit) throws IOException {
        byte[] discarded = new byte[1 << 16];
        long left = MOST_DISCARDED;
        for (int count = in.read(discarded); count >= 0 && left > 0; count = in.read(discarded)) {
            left -= count;
        }
        return new ApiException(
                ApiError.REQUEST_TOO_LARGE, "The request body is larger than the limit of " + limit + " bytes.");
    }
}
