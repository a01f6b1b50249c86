package io.slipway.emulator.processing;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.JobStatus;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Records how far jobs are. A job that has ended never moves, and one that is to stop ends as stopped. */
final class ProcessingProgress {

    private final ResourceStore store;
    private final InstantSource clock;

    ProcessingProgress(ResourceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    void started(Arn job) {
        Instant now = now();
        store.update(job, before -> before.withManaged(before.managed().with("ProcessingStartTime", now)));
    }

    void finish(Arn job, ProcessingOutcome outcome, Optional<String> exitMessage) {
        Instant now = now();
        store.update(job, before -> finished(before, outcome, exitMessage, now));
    }

    private static Resource finished(
            Resource job, ProcessingOutcome outcome, Optional<String> exitMessage, Instant now) {
        if (JobStatus.isTerminal(job.status())) {
            return job;
        }
        Document managed = job.managed().with("ProcessingEndTime", now).with("ExitMessage", exitMessage);
        if (job.status().equals(JobStatus.STOPPING)) {
            return job.withStatus(JobStatus.STOPPED).withManaged(managed);
        }
        return switch (outcome) {
            case ProcessingOutcome.Completed completed ->
                job.withStatus(JobStatus.COMPLETED).withManaged(managed);
            case ProcessingOutcome.Stopped stopped ->
                job.withStatus(JobStatus.STOPPED).withManaged(managed);
            case ProcessingOutcome.Failed(String reason) ->
                job.withStatus(JobStatus.FAILED).withManaged(managed.with("FailureReason", reason));
        };
    }
}
