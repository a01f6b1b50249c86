package io.slipway.emulator.transform;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.ContainerSlots;
import io.slipway.emulator.job.JobLogs;
import io.slipway.emulator.job.JobRunner;
import io.slipway.emulator.job.JobStatus;
import io.slipway.emulator.job.RunningJob;
import io.slipway.emulator.job.StopSignal;
import io.slipway.emulator.job.Workspace;
import io.slipway.emulator.job.Workspaces;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts transform jobs, and keeps in the store how far they are. */
public final class TransformJobs {
    static final String KIND = "transform-job";
    static final String STOPPED = "Stopped";

    private static final Logger LOG = LoggerFactory.getLogger(TransformJobs.class);
    private static final TransformOutcome INTERNAL_ERROR =
            new TransformOutcome.Failed("InternalServerError: We encountered an internal error.  Please try again.");
    private static final int LONGEST_REASON = 1024;

    private final ResourceStore store;
    private final TransformRun run;
    private final JobRunner runner;
    private final ContainerSlots slots;
    private final Workspaces workspaces;
    private final JobLogs logs;
    private final Supplier<String> instanceIds;
    private final InstantSource clock;

    /** @param instanceIds of the pretended instances, {@code i-0123456789abcdef0} */
    public TransformJobs(
            ResourceStore store,
            TransformRun run,
            JobRunner runner,
            ContainerSlots slots,
            Workspaces workspaces,
            JobLogs logs,
            Supplier<String> instanceIds,
            InstantSource clock) {
        this.store = store;
        this.run = run;
        this.runner = runner;
        this.slots = slots;
        this.workspaces = workspaces;
        this.logs = logs;
        this.instanceIds = instanceIds;
        this.clock = clock;
    }

    /** Ends the jobs that ran when the program did. To be called once, before any job is started. */
    public void settle() {
        for (Resource job : store.withStatus(KIND, JobStatus.ON_ITS_WAY)) {
            end(job.arn(), job.status().equals(JobStatus.STOPPING) ? new TransformOutcome.Stopped() : INTERNAL_ERROR);
        }
    }

    /** @param model its description */
    void start(Resource job, Document model) {
        runner.start(job.arn(), self -> run(job, model, self));
    }

    void requestStop(Arn job) {
        runner.requestStop(job);
    }

    private void run(Resource job, Document model, RunningJob self) throws InterruptedException {
        TransformOutcome outcome;
        try (Workspace workspace = workspaces.create(job.arn())) {
            outcome = run(job, model, workspace, self.stopSignal());
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed unexpectedly", job.arn().resource(), e);
            outcome = INTERNAL_ERROR;
        }
        self.settle();
        end(job.arn(), outcome);
    }

    private TransformOutcome run(Resource job, Document model, Workspace workspace, StopSignal stop)
            throws InterruptedException {
        int instances = (int) job.request().getLong("TransformResources.InstanceCount");
        long now = clock.instant().getEpochSecond();
        List<String> streams = Stream.generate(() -> job.name() + "/" + instanceIds.get() + "-" + now)
                .limit(instances)
                .toList();
        Optional<ContainerSlots.Slots> slot =
                slots.acquire(instances, stop, () -> log(job, streams.getFirst(), "Waiting for capacity"));
        if (slot.isEmpty()) {
            return new TransformOutcome.Stopped();
        }
        ContainerSlots.Slots held = slot.get();
        try (held) {
            Instant start = Instant.ofEpochMilli(clock.millis());
            store.update(
                    job.arn(), stored -> stored.withManaged(stored.managed().with("TransformStartTime", start)));
            return stop.callUnlessRequested(() -> attempt(job, model, workspace, streams))
                    .orElseGet(TransformOutcome.Stopped::new);
        }
    }

    private TransformOutcome attempt(Resource job, Document model, Workspace workspace, List<String> streams)
            throws InterruptedException {
        try {
            return run.run(job, model, workspace.directory(), streams);
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                // Not every library that is interrupted says so.
                var interrupt = new InterruptedException();
                interrupt.initCause(e);
                throw interrupt;
            }
            throw e;
        }
    }

    private void log(Resource job, String stream, String line) {
        logs.append(job.arn().region(), TransformRun.LOG_GROUP, stream, clock.instant(), line);
    }

    private void end(Arn job, TransformOutcome outcome) {
        store.update(job, stored -> {
            Document managed = stored.managed().with("TransformEndTime", Instant.ofEpochMilli(clock.millis()));
            return switch (outcome) {
                case TransformOutcome.Completed completed ->
                    stored.withManaged(managed).withStatus("Completed");
                case TransformOutcome.Stopped stopped ->
                    stored.withManaged(managed).withStatus(STOPPED);
                case TransformOutcome.Failed(String reason) ->
                    stored.withManaged(managed.with("FailureReason", shortened(reason)))
                            .withStatus("Failed");
            };
        });
        LOG.info("{} ended: {}", job.resource(), outcome);
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }
}
