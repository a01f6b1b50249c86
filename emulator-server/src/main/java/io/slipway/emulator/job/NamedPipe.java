package io.slipway.emulator.job;

import io.slipway.s3.transfer.TransferException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A FIFO of this machine, to be read by whoever sees it. */
record NamedPipe(Path path) {

    private static final Logger LOG = LoggerFactory.getLogger(NamedPipe.class);

    /** Makes one that any user may read; the JDK cannot. */
    static NamedPipe make(Path path) throws InterruptedException {
        try {
            Process process = new ProcessBuilder("mkfifo", "-m", "666", path.toString())
                    .redirectErrorStream(true)
                    .start();
            String reason = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new TransferException("The pipe " + path.getFileName() + " cannot be made: " + reason.strip());
            }
            return new NamedPipe(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens it for writing, which waits for a reader; nothing interrupts that but {@link #release}. Writing to it waits while
     * it is full, is interrupted as a thread is, and fails when the reader has gone.
     */
    OutputStream open() throws IOException {
        return Channels.newOutputStream(FileChannel.open(path, StandardOpenOption.WRITE));
    }

    /** Is a reader for a moment, so that whoever waits in {@link #open} goes on. */
    void release() {
        try {
            // For both ways, because a reader alone would itself wait for a writer.
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                    .close();
        } catch (IOException e) {
            LOG.debug("{} is gone, and nobody waits for it", path, e);
        }
    }

    /** Who has it open reads on. */
    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
