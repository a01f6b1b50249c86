package io.slipway.emulator.http;

import io.slipway.emulator.wire.ApiError;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Bodies that are no request at all, whatever the operation. */
public final class HostileBodies {

    private HostileBodies() {}

    /** One body, and the error that the service answers with. */
    public static final class HostileBody {

        private final String name;
        private final byte[] bytes;
        private final ApiError error;

        private HostileBody(String name, byte[] bytes, ApiError error) {
            this.name = name;
            this.bytes = bytes;
            this.error = error;
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        public ApiError error() {
            return error;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static List<HostileBody> all() {
        return List.of(
                new HostileBody("10 MB of garbage", filled('x', 10 << 20), ApiError.REQUEST_TOO_LARGE),
                new HostileBody("5 MB of garbage", filled('x', 5 << 20), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody("5 MB of zeros", filled('\0', 5 << 20), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody(
                        "5 MB of one string", text("\"" + "x".repeat(5 << 20)), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody("5 MB of one number", filled('1', 5 << 20), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody("a million brackets", filled('[', 1 << 20), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody(
                        "a hundred thousand structures in each other",
                        text("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)),
                        ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody("a list", text("[]"), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody("a text", text("\"{}\""), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody("null", text("null"), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody("an open brace", text("{"), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody("two objects", text("{}{}"), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody("XML", text("<a/>"), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody("a form", text("Action=ListModels"), ApiError.SERIALIZATION_EXCEPTION),
                new HostileBody(
                        "broken UTF-8",
                        new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'},
                        ApiError.SERIALIZATION_EXCEPTION));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] filled(char c, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) c);
        return bytes;
    }
}
