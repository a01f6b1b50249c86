package io.slipway.emulator.transform.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * TensorFlow's TFRecord: length (64 bits), its checksum, data, its checksum.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord">TFRecord</a>
 */
final class TfRecord implements RecordReader {
    private static final int HEADER = Long.BYTES + Integer.BYTES;
    private static final int MASK_DELTA = 0xa282ead8;

    private final InputStream input;
    private final int limit;
    private final boolean framed;

    /** @param framed whether a record keeps its length and checksums */
    TfRecord(InputStream input, int limit, boolean framed) {
        this.input = input;
        this.limit = limit;
        this.framed = framed;
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        byte[] header = input.readNBytes(HEADER);
        if (header.length == 0) {
            return Optional.empty();
        }
        if (header.length < HEADER) {
            throw new MalformedInputException("ClientError: The TFRecord data ends within a record");
        }
        ByteBuffer words = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        long length = words.getLong();
        if (words.getInt() != maskedChecksum(header, Long.BYTES)) {
            throw new MalformedInputException("ClientError: The data is not in TFRecord format");
        }
        if (length < 0 || length > limit) {
            throw MalformedInputException.tooLarge(limit);
        }
        byte[] data = input.readNBytes((int) length);
        byte[] trailer = input.readNBytes(Integer.BYTES);
        if (data.length < length || trailer.length < Integer.BYTES) {
            throw new MalformedInputException("ClientError: The TFRecord data ends within a record");
        }
        int checksum = ByteBuffer.wrap(trailer).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (checksum != maskedChecksum(data, data.length)) {
            throw new MalformedInputException("ClientError: A TFRecord's checksum does not match its data");
        }
        if (!framed) {
            return Optional.of(data);
        }
        var record = new ByteArrayOutputStream(HEADER + data.length + Integer.BYTES);
        record.writeBytes(header);
        record.writeBytes(data);
        record.writeBytes(trailer);
        return Optional.of(record.toByteArray());
    }

    private static int maskedChecksum(byte[] bytes, int length) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
    }
}
