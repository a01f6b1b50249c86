package io.slipway.emulator.transform.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * MXNet's RecordIO: a magic number, three bits of continuation flag and 29 of length, data padded to four bytes. Data that
 * holds the magic number itself is written in parts, between which it is left out.
 *
 * @see <a href="https://mxnet.apache.org/versions/1.9.1/api/architecture/note_data_loading">MXNet data loading</a>
 */
final class RecordIo implements RecordReader {
    private static final int MAGIC = 0xced7230a;
    private static final int LENGTH_BITS = 29;
    private static final int WHOLE = 0;
    private static final int FIRST = 1;
    private static final int LAST = 3;

    private final InputStream input;
    private final int limit;
    private final boolean framed;

    /** @param framed whether a record keeps its header and padding */
    RecordIo(InputStream input, int limit, boolean framed) {
        this.input = input;
        this.limit = limit;
        this.framed = framed;
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        var record = new ByteArrayOutputStream();
        boolean started = false;
        while (true) {
            byte[] header = input.readNBytes(2 * Integer.BYTES);
            if (header.length == 0 && !started) {
                return Optional.empty();
            }
            int flag = readPart(header, record, started);
            if (flag == WHOLE || flag == LAST) {
                return Optional.of(record.toByteArray());
            }
            started = true;
        }
    }

    private int readPart(byte[] header, ByteArrayOutputStream record, boolean started) throws IOException {
        if (header.length < 2 * Integer.BYTES) {
            throw new MalformedInputException("ClientError: The RecordIO data ends within a record");
        }
        ByteBuffer words = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        if (words.getInt() != MAGIC) {
            throw new MalformedInputException("ClientError: The data is not in RecordIO format");
        }
        int word = words.getInt();
        int flag = word >>> LENGTH_BITS;
        int length = word & ((1 << LENGTH_BITS) - 1);
        if (started == (flag == WHOLE || flag == FIRST)) {
            throw new MalformedInputException("ClientError: The RecordIO data has a part of a record out of place");
        }
        if ((long) record.size() + length > limit) {
            throw MalformedInputException.tooLarge(limit);
        }
        int padded = length + (Integer.BYTES - length % Integer.BYTES) % Integer.BYTES;
        byte[] data = input.readNBytes(padded);
        if (data.length < padded) {
            throw new MalformedInputException("ClientError: The RecordIO data ends within a record");
        }
        if (framed) {
            record.writeBytes(header);
            record.writeBytes(data);
        } else {
            if (started) {
                record.write(header, 0, Integer.BYTES);
            }
            record.write(data, 0, length);
        }
        return flag;
    }
}
