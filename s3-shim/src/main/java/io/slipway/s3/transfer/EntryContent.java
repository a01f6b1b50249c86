package io.slipway.s3.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The bytes of an archive's entry; what fails in reading them is the archive's fault. */
record EntryContent(InputStream stream) {

    private static final int CHUNK = 1 << 16;

    void copyTo(OutputStream file) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int count = read(chunk); count >= 0; count = read(chunk)) {
            file.write(chunk, 0, count);
        }
    }

    void exhaust() throws IOException {
        copyTo(OutputStream.nullOutputStream());
    }

    private int read(byte[] chunk) throws CorruptArchive {
        try {
            return stream.read(chunk);
        } catch (IOException e) {
            throw new CorruptArchive(e);
        }
    }
}
