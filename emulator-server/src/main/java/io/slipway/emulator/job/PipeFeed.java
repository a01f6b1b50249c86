package io.slipway.emulator.job;

import io.slipway.s3.transfer.ChannelStream;
import io.slipway.s3.transfer.Shard;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a channel in Pipe mode to one host: a FIFO {@code <channel>_<epoch>} for each epoch, from 0 and without end. An epoch
 * is over with its last byte, or when the reader has had enough; the next one's FIFO is there before.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html">How a
 *     container reads its data</a>
 */
public final class PipeFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PipeFeed.class);

    private static final Duration PATIENCE = Duration.ofMillis(20);

    private final Path directory;
    private final String channel;
    private final ChannelStream stream;
    private final Shard shard;

    /** A thread of the system's own, for opening a FIFO holds it. */
    private final Thread thread;

    private volatile Consumer<RuntimeException> onFailure = failure -> {};
    private volatile NamedPipe current;
    private volatile boolean over;

    /**
     * Makes the first FIFO; nothing is written yet.
     *
     * @param directory in which the host sees the FIFOs
     * @param shard what the host gets
     */
    public PipeFeed(Path directory, String channel, ChannelStream stream, Shard shard) throws InterruptedException {
        this.directory = directory;
        this.channel = channel;
        this.stream = stream;
        this.shard = shard;
        this.current = NamedPipe.make(directory.resolve(channel + "_0"));
        this.thread = Thread.ofPlatform().daemon().name("pipe-" + channel).unstarted(this::feed);
    }

    /** @param failed told at most once, when the data cannot be had, and before the reader sees an end */
    void start(Consumer<RuntimeException> failed) {
        onFailure = failed;
        thread.start();
    }

    private void feed() {
        try {
            for (long epoch = 0; !over; epoch++) {
                feed(epoch);
            }
        } catch (InterruptedException e) {
            LOG.debug("the feed of {} was closed", channel, e);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void feed(long epoch) throws InterruptedException {
        NamedPipe pipe = current;
        try (OutputStream reader = pipe.open()) {
            if (over) {
                return;
            }
            NamedPipe next = NamedPipe.make(directory.resolve(channel + "_" + (epoch + 1)));
            write(epoch, reader);
            current = next;
        } catch (IOException e) {
            LOG.debug("{} could not be closed in order", pipe, e);
        }
        pipe.remove();
    }

    private void write(long epoch, OutputStream reader) {
        try {
            stream.write(epoch, shard, reader);
        } catch (IOException e) {
            LOG.debug("the reader of epoch {} of {} had enough", epoch, channel, e);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException reason) {
        if (!over) {
            over = true;
            onFailure.accept(reason);
        }
    }

    @Override
    public void close() {
        over = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            thread.interrupt();
            current.release();
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
