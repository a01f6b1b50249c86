package io.slipway.emulator.endpoints.invoke;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A message of the event stream encoding: {@code [length, length of the headers, CRC-32 of both] headers payload [CRC-32 of
 * all before]}, numbers of four bytes, big endian.
 *
 * @see <a href="https://smithy.io/2.0/aws/amazon-eventstream.html">Amazon Event Stream</a>
 */
final class EventMessage {

    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final int STRING = 7;

    private EventMessage() {}

    /**
     * @param headers text each
     * @param count of the payload's bytes that count
     */
    static ByteBuffer encode(Map<String, String> headers, byte[] payload, int count) {
        byte[] head = encode(headers);
        byte[] bytes = new byte[PRELUDE + head.length + count + CHECKSUM];
        ByteBuffer message = ByteBuffer.wrap(bytes);
        message.putInt(bytes.length).putInt(head.length);
        message.putInt(checksum(bytes, message.position()));
        message.put(head).put(payload, 0, count);
        message.putInt(checksum(bytes, message.position()));
        return message.flip();
    }

    private static byte[] encode(Map<String, String> headers) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (Map.Entry<String, String> header : headers.entrySet()) {
                byte[] name = header.getKey().getBytes(StandardCharsets.UTF_8);
                byte[] value = header.getValue().getBytes(StandardCharsets.UTF_8);
                out.writeByte(name.length);
                out.write(name);
                out.writeByte(STRING);
                out.writeShort(value.length);
                out.write(value);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static int checksum(byte[] bytes, int count) {
        var crc = new CRC32();
        crc.update(bytes, 0, count);
        return (int) crc.getValue();
    }
}
