package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.JobRunner;
import io.slipway.emulator.job.JobStatus;
import io.slipway.emulator.job.RunningJob;
import io.slipway.emulator.job.StopSignal;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.store.TagStore;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts tuning jobs, and takes them up again where an earlier run of the program left them. */
public final class TuningJobs {

    private static final Logger LOG = LoggerFactory.getLogger(TuningJobs.class);

    private final ResourceStore store;
    private final TagStore tags;
    private final TrainingJobs trainingJobs;
    private final Designers designers;
    private final JobRunner runner;
    private final Supplier<String> suffixes;
    private final RetryPause pause;
    private final InstantSource clock;
    private final Set<TuningRun> running = ConcurrentHashMap.newKeySet();

    /**
     * @param suffixes of training jobs' names: eight hexadecimal digits each, at random
     * @param pause before another training job when some failed for a reason that is not theirs
     */
    public TuningJobs(
            ResourceStore store,
            TagStore tags,
            TrainingJobs trainingJobs,
            Designers designers,
            JobRunner runner,
            Supplier<String> suffixes,
            RetryPause pause,
            InstantSource clock) {
        this.store = store;
        this.tags = tags;
        this.trainingJobs = trainingJobs;
        this.designers = designers;
        this.runner = runner;
        this.suffixes = suffixes;
        this.pause = pause;
        this.clock = clock;
    }

    /** Goes on with what was not finished. To be called once, when the training jobs that ran have been settled. */
    public void resume() {
        for (Resource resource : store.withStatus(TuningJob.KIND, JobStatus.ON_ITS_WAY)) {
            start(resource);
            if (resource.status().equals(JobStatus.STOPPING)) {
                requestStop(resource.arn());
            }
        }
    }

    void start(Resource resource) {
        TuningJob job = TuningJob.of(resource);
        runner.start(resource.arn(), self -> run(job, self));
    }

    /**
     * Tells of a value that was found in a training job's log; early stopping acts on those of our training jobs.
     *
     * @param metric name of its definition
     */
    public void measured(Arn trainingJob, String metric, double value) {
        running.forEach(run -> run.measured(trainingJob.name(), metric, value));
    }

    void requestStop(Arn job) {
        runner.requestStop(job);
    }

    private void run(TuningJob job, RunningJob self) throws InterruptedException {
        var run = new TuningRun(job, designers.of(job.strategy()), trainingJobs, store, tags, suffixes, pause, clock);
        running.add(run);
        StopSignal.Registration registration = self.stopSignal().onRequest(run::requestStop);
        try {
            run.run();
        } catch (RuntimeException | Error e) {
            if (Thread.interrupted()) {
                // What was interrupted did not say so; the tuning job is to be taken up again all the same.
                var interrupt = new InterruptedException();
                interrupt.initCause(e);
                throw interrupt;
            }
            LOG.error("{} failed unexpectedly", job.arn().resource(), e);
            run.abort();
        } finally {
            registration.cancel();
            running.remove(run);
        }
    }
}
