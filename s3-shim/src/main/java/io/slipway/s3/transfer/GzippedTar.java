package io.slipway.s3.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** Tar streams, one after another, as one {@code tar.gz} to be read: made as it is read, so in constant memory. */
final class GzippedTar extends InputStream {

    private static final int CHUNK = 1 << 16;

    private final Iterator<? extends InputStream> tars;
    private final byte[] chunk = new byte[CHUNK];
    private final Compressed compressed = new Compressed();
    private final TarArchiveOutputStream output;
    private TarArchiveInputStream tar = new TarArchiveInputStream(InputStream.nullInputStream());
    private TarArchiveEntry entry = new TarArchiveEntry("./");
    private State state = State.BETWEEN_ENTRIES;
    private long entries;

    private enum State {
        BETWEEN_ENTRIES,
        IN_ENTRY,
        FINISHED
    }

    /** @param tars each is closed when it has been read */
    GzippedTar(Iterator<? extends InputStream> tars) throws IOException {
        this.tars = tars;
        GzipParameters fast = new GzipParameters();
        fast.setCompressionLevel(Deflater.BEST_SPEED);
        fast.setBufferSize(CHUNK);
        output = new TarArchiveOutputStream(new GzipCompressorOutputStream(compressed, fast), "UTF-8");
        output.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        output.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    /** How many entries went in so far, without the directory that contains them all. */
    long entries() {
        return entries;
    }

    /** Goes on to the first entry, and says whether there is one. To be asked before the first byte is read. */
    boolean hasEntries() throws IOException {
        while (entries == 0 && state != State.FINISHED) {
            advance();
        }
        return entries > 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        while (compressed.isEmpty() && state != State.FINISHED) {
            advance();
        }
        return compressed.drain(target, offset, length);
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private void advance() throws IOException {
        if (state == State.IN_ENTRY) {
            copy();
            return;
        }
        TarArchiveEntry next = tar.getNextEntry();
        if (next != null) {
            begin(next);
            return;
        }
        tar.close();
        if (tars.hasNext()) {
            tar = new TarArchiveInputStream(tars.next(), "UTF-8");
            return;
        }
        output.close();
        state = State.FINISHED;
    }

    private void begin(TarArchiveEntry next) throws IOException {
        if (TarEntries.relativeName(next).isEmpty()) {
            return;
        }
        entry = next;
        entries++;
        output.putArchiveEntry(entry);
        state = State.IN_ENTRY;
    }

    private void copy() throws IOException {
        int count = tar.read(chunk);
        if (count >= 0) {
            output.write(chunk, 0, count);
            return;
        }
        output.closeArchiveEntry();
        state = State.BETWEEN_ENTRIES;
    }

    /** What was compressed and not read yet: at most about a chunk. */
    private static final class Compressed extends ByteArrayOutputStream {

        private int taken;

        boolean isEmpty() {
            return taken == count;
        }

        int drain(byte[] target, int offset, int length) {
            if (isEmpty()) {
                return length == 0 ? 0 : -1;
            }
            int drained = Math.min(length, count - taken);
            System.arraycopy(buf, taken, target, offset, drained);
            taken += drained;
            if (isEmpty()) {
                reset();
                taken = 0;
            }
            return drained;
        }
    }
}
