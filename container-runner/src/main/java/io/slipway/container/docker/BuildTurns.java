package io.slipway.container.docker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when no process of this machine builds: each holds a shared lock on one file while it does. The lock goes with its
 * process, however that ends.
 */
final class BuildTurns {

    /** A process has its file locks as a whole, so the builds of all its engines are counted in one place. */
    static final BuildTurns OF_THIS_MACHINE =
            new BuildTurns(Path.of(System.getProperty("java.io.tmpdir"), "slipway-builds.lock"));

    private static final Logger log = LoggerFactory.getLogger(BuildTurns.class);

    private record Held(FileChannel channel, FileLock lock) {}

    private final Path file;
    private final ReentrantLock state = new ReentrantLock();
    private int underWay;
    private Optional<Held> held = Optional.empty();

    private BuildTurns(Path file) {
        this.file = file;
    }

    /** The same in all processes that share the lock. */
    String name() {
        CRC32 hash = new CRC32();
        hash.update(file.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(hash.getValue());
    }

    /** @param alone is run before the build begins, if nobody builds */
    void begin(Runnable alone) {
        state.lock();
        try {
            if (underWay == 0) {
                runIfAlone(alone);
                held = hold();
            }
            underWay++;
        } finally {
            state.unlock();
        }
    }

    /** @param alone is run if nobody else builds */
    void end(Runnable alone) {
        state.lock();
        try {
            underWay--;
            if (underWay == 0) {
                held.ifPresent(BuildTurns::release);
                held = Optional.empty();
                runIfAlone(alone);
            }
        } finally {
            state.unlock();
        }
    }

    /** @param alone is run if nobody builds */
    void pass(Runnable alone) {
        begin(alone);
        end(() -> {});
    }

    private void runIfAlone(Runnable alone) {
        try (FileChannel channel = open();
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                alone.run();
            }
        } catch (IOException e) {
            log.debug("{} cannot be locked", file, e);
        }
    }

    private Optional<Held> hold() {
        try {
            FileChannel channel = open();
            return Optional.of(new Held(channel, channel.lock(0, Long.MAX_VALUE, true)));
        } catch (IOException e) {
            log.debug("{} cannot be locked", file, e);
            return Optional.empty();
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void release(Held held) {
        try {
            held.lock().release();
            held.channel().close();
        } catch (IOException e) {
            log.debug("a lock could not be released", e);
        }
    }
}
