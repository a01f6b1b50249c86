package io.slipway.emulator.job;

import io.slipway.emulator.aws.Arn;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs, each on a thread of its own. Closing it lets those finish that are settling and interrupts the others, which
 * then leave their state as it is: the next start finds them as after a crash.
 */
public final class JobRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /** One job, from its first step to its last; it records its own end. */
    @FunctionalInterface
    public interface Job {
        /** @throws InterruptedException if the program is being stopped; the job's state is then left as it is */
        void run(RunningJob self) throws InterruptedException;
    }

    private final ConcurrentMap<String, RunningJob> running = new ConcurrentHashMap<>();
    private final ReentrantLock lifecycle = new ReentrantLock();
    private boolean closed;

    /**
     * Starts a job and returns at once. Does nothing if the runner is closed: the job stays as it was stored. A job of that name
     * that is on its last steps still, deleted by its client already, is awaited first.
     */
    public void start(Arn arn, Job job) {
        var self = new RunningJob();
        lifecycle.lock();
        try {
            if (closed) {
                return;
            }
            Optional<RunningJob> before = Optional.ofNullable(running.put(key(arn), self));
            Thread thread = Thread.ofVirtual().name(arn.resource()).unstarted(() -> {
                before.ifPresent(RunningJob::join);
                run(arn, self, job);
            });
            self.runsOn(thread);
            thread.start();
        } finally {
            lifecycle.unlock();
        }
    }

    /** The job if it runs here and now. */
    public Optional<RunningJob> find(Arn arn) {
        return Optional.ofNullable(running.get(key(arn)));
    }

    /** Asks a job to stop; does nothing if it does not run. */
    public void requestStop(Arn arn) {
        find(arn).ifPresent(job -> job.stopSignal().request());
    }

    private void run(Arn arn, RunningJob self, Job job) {
        try {
            job.run(self);
        } catch (InterruptedException e) {
            LOG.info("{} was interrupted; the next start settles it", arn.resource());
        } catch (RuntimeException | Error e) {
            LOG.error("{} ended unexpectedly", arn.resource(), e);
        } finally {
            running.remove(key(arn), self);
        }
    }

    private static String key(Arn arn) {
        return arn.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        Collection<RunningJob> left;
        lifecycle.lock();
        try {
            closed = true;
            left = List.copyOf(running.values());
        } finally {
            lifecycle.unlock();
        }
        left.forEach(RunningJob::interruptUnlessSettling);
        left.forEach(RunningJob::join);
    }
}
