package io.slipway.emulator.aws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** Where a list goes on, as opaque text. A checksum tells a token of ours from any other text. */
public final class PageToken {

    private PageToken() {}

    public static String encode(List<String> parts) {
        try {
            var body = new ByteArrayOutputStream();
            var out = new DataOutputStream(body);
            for (String part : parts) {
                out.writeUTF(part);
            }
            out.writeInt(checksum(body.toByteArray(), body.size()));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(body.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the parts of a token that {@link #encode} made, or empty for any other text */
    public static Optional<List<String>> decode(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        int length = bytes.length - Integer.BYTES;
        if (length < 0) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            List<String> parts = new ArrayList<>();
            while (in.available() > Integer.BYTES) {
                parts.add(in.readUTF());
            }
            return in.available() == Integer.BYTES && in.readInt() == checksum(bytes, length)
                    ? Optional.of(parts)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static int checksum(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
