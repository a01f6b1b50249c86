package io.slipway.s3.transfer;

import io.slipway.s3.ObjectInfo;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Writes objects and values one after the other, each as a RecordIO record if so wanted: a magic number, the length in 29 bits,
 * the content padded to four bytes.
 *
 * @see <a href="https://mxnet.apache.org/versions/1.9.1/api/architecture/note_data_loading">MXNet's data format</a>
 */
public final class RecordStream {

    private static final int MAGIC = 0xced7230a;
    private static final long LONGEST_RECORD = (1L << 29) - 1;
    private static final int WORD = Integer.BYTES;
    private static final int BUFFER = 1 << 16;

    private final ObjectStore store;
    private final Format format;
    private final OutputStream target;
    private final byte[] buffer = new byte[BUFFER];

    /**
     * @param gunzip {@code CompressionType}: the objects are unpacked on their way
     * @param recordIo {@code RecordWrapperType}: each object, or attribute, becomes a record
     */
    public record Format(boolean gunzip, boolean recordIo) {}

    RecordStream(ObjectStore store, Format format, OutputStream target) {
        this.store = store;
        this.format = format;
        this.target = target;
    }

    void write(ObjectInfo object) throws IOException {
        // What is packed does not say how long it is unpacked, and a record begins with its length.
        write(object.uri(), format.gunzip() && format.recordIo() ? count(object.uri()) : object.size());
    }

    void write(S3Uri uri) throws IOException {
        write(store.find(uri)
                .orElseThrow(() -> new TransferException("Unable to download object " + uri + " (NoSuchKey).")));
    }

    void write(byte[] value) throws IOException {
        begin(value.length, "A value");
        target.write(value);
        end(value.length);
    }

    private void write(S3Uri uri, long size) throws IOException {
        begin(size, "The object " + uri);
        long written = 0;
        try (InputStream content = open(uri)) {
            for (int count = read(content, uri); count >= 0; count = read(content, uri)) {
                target.write(buffer, 0, count);
                written += count;
            }
        }
        if (format.recordIo() && written != size) {
            throw new TransferException("The object " + uri + " changed while it was read.");
        }
        end(size);
    }

    private long count(S3Uri uri) throws IOException {
        long size = 0;
        try (InputStream content = open(uri)) {
            for (int count = read(content, uri); count >= 0; count = read(content, uri)) {
                size += count;
            }
        }
        return size;
    }

    private InputStream open(S3Uri uri) {
        InputStream content = store.open(uri);
        if (!format.gunzip()) {
            return content;
        }
        try {
            return GzipCompressorInputStream.builder()
                    .setInputStream(content)
                    .setDecompressConcatenated(true)
                    .get();
        } catch (IOException e) {
            throw unreadable(uri, e);
        }
    }

    private int read(InputStream content, S3Uri uri) {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw unreadable(uri, e);
        }
    }

    private static TransferException unreadable(S3Uri uri, IOException reason) {
        return new TransferException("Unable to download object " + uri + " (" + reason.getMessage() + ").", reason);
    }

    private void begin(long size, String what) throws IOException {
        if (!format.recordIo()) {
            return;
        }
        if (size > LONGEST_RECORD) {
            throw new TransferException(what + " is longer than a RecordIO record may be: " + size + " bytes.");
        }
        target.write(ByteBuffer.allocate(2 * WORD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt((int) size)
                .array());
    }

    private void end(long size) throws IOException {
        if (format.recordIo()) {
            target.write(new byte[(int) (-size & (WORD - 1))]);
        }
    }
}
