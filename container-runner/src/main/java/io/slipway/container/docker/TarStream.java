package io.slipway.container.docker;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A tar archive that is made while it is read, so that it is never held whole. */
final class TarStream extends InputStream {

    private static final int BLOCK = 1 << 15;

    /** The entries, one after the other; each is read to its end before the next is asked for. */
    interface Entries extends Closeable {

        Optional<Entry> next() throws IOException;
    }

    /** @param content of exactly the header's size; closed after it was read */
    record Entry(TarArchiveEntry header, InputStream content) {

        static Entry empty(TarArchiveEntry header) {
            return new Entry(header, InputStream.nullInputStream());
        }
    }

    private static final class Made extends ByteArrayOutputStream {

        int take(int from, byte[] target, int offset, int count) {
            int taken = Math.min(count, this.count - from);
            System.arraycopy(buf, from, target, offset, taken);
            return taken;
        }
    }

    private final Entries entries;
    private final Made made = new Made();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(made, BLOCK, "UTF-8");
    private final byte[] buffer = new byte[BLOCK];
    private Optional<Entry> current = Optional.empty();
    private int position;
    private boolean finished;

    TarStream(Entries entries) {
        this.entries = entries;
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (position == made.size()) {
            if (finished) {
                return -1;
            }
            made.reset();
            position = 0;
            makeMore();
        }
        int taken = made.take(position, target, offset, count);
        position += taken;
        return taken;
    }

    private void makeMore() throws IOException {
        if (current.isEmpty()) {
            current = entries.next();
            if (current.isEmpty()) {
                tar.close();
                finished = true;
                return;
            }
            tar.putArchiveEntry(current.get().header());
        }
        InputStream content = current.get().content();
        int count = content.read(buffer);
        if (count > 0) {
            tar.write(buffer, 0, count);
            return;
        }
        content.close();
        tar.closeArchiveEntry();
        current = Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (current.isPresent()) {
            current.get().content().close();
        }
        entries.close();
    }
}
