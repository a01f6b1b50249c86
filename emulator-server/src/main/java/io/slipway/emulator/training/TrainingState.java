package io.slipway.emulator.training;

import io.slipway.emulator.job.JobStatus;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a stored job moves on. Each step gives the job as it is afterwards, or as it was where the step is not one to take: a
 * job that has ended never moves, and one that stops begins nothing new.
 */
final class TrainingState {

    private static final String TRANSITIONS = "SecondaryStatusTransitions";

    private TrainingState() {}

    /** The members that a new job starts with. */
    static Document initial(Document managed, Instant now) {
        return enter(managed, Phase.STARTING.status(), Phase.STARTING.message(), now)
                .with("TrainingJobStatus", JobStatus.IN_PROGRESS);
    }

    static Resource enter(Resource job, Phase phase, Instant now) {
        boolean stopping = job.status().equals(JobStatus.STOPPING);
        if (JobStatus.isTerminal(job.status()) || (stopping && phase != Phase.UPLOADING)) {
            return job;
        }
        Instant time = notBeforeLast(job.managed(), now);
        Document managed = enter(job.managed(), phase.status(), phase.message(), time);
        if (phase == Phase.DOWNLOADING && !managed.has("TrainingStartTime")) {
            managed = managed.with("TrainingStartTime", time);
        }
        if (phase == Phase.STOPPING) {
            managed = managed.with("TrainingJobStatus", JobStatus.STOPPING);
            return job.withStatus(JobStatus.STOPPING).withManaged(managed);
        }
        return job.withManaged(managed);
    }

    static Resource finish(Resource job, TrainingOutcome outcome, Optional<List<Document>> finalMetrics, Instant now) {
        if (JobStatus.isTerminal(job.status())) {
            return job;
        }
        boolean stopping = job.status().equals(JobStatus.STOPPING);
        return switch (outcome) {
            case TrainingOutcome.MaxRuntimeExceeded exceeded ->
                finish(
                        job,
                        JobStatus.STOPPED,
                        "MaxRuntimeExceeded",
                        "Training job runtime exceeded MaxRuntimeInSeconds provided",
                        finalMetrics,
                        now);
            // Whoever asks for a stop gets it, whatever the container did meanwhile.
            case TrainingOutcome.Completed completed
            when !stopping ->
                finish(job, JobStatus.COMPLETED, JobStatus.COMPLETED, "Training job completed", finalMetrics, now);
            case TrainingOutcome.Failed failed
            when !stopping ->
                finish(
                        job.withManaged(job.managed().with("FailureReason", failed.reason())),
                        JobStatus.FAILED,
                        JobStatus.FAILED,
                        "Training job failed",
                        finalMetrics,
                        now);
            case TrainingOutcome.Completed completed -> stopped(job, finalMetrics, now);
            case TrainingOutcome.Failed failed -> stopped(job, finalMetrics, now);
            case TrainingOutcome.Stopped stopped -> stopped(job, finalMetrics, now);
        };
    }

    private static Resource stopped(Resource job, Optional<List<Document>> finalMetrics, Instant now) {
        return finish(job, JobStatus.STOPPED, JobStatus.STOPPED, "Training job stopped", finalMetrics, now);
    }

    private static Resource finish(
            Resource job,
            String status,
            String secondaryStatus,
            String message,
            Optional<List<Document>> finalMetrics,
            Instant now) {
        Instant time = notBeforeLast(job.managed(), now);
        Document managed = closeLast(enter(job.managed(), secondaryStatus, message, time), time)
                .with("TrainingJobStatus", status)
                .with("FinalMetricDataList", finalMetrics);
        Optional<Instant> start = managed.findTime("TrainingStartTime");
        if (start.isPresent()) {
            long seconds = Math.max(1, time.getEpochSecond() - start.get().getEpochSecond());
            managed = managed.with("TrainingEndTime", time)
                    .with("TrainingTimeInSeconds", seconds)
                    .with("BillableTimeInSeconds", seconds);
        }
        return job.withStatus(status).withManaged(managed);
    }

    private static Document enter(Document managed, String status, String message, Instant time) {
        List<Document> transitions = new ArrayList<>(closeLast(managed, time).documents(TRANSITIONS));
        transitions.add(
                Document.EMPTY.with("Status", status).with("StartTime", time).with("StatusMessage", message));
        return managed.with(TRANSITIONS, transitions).with("SecondaryStatus", status);
    }

    private static Document closeLast(Document managed, Instant time) {
        List<Document> transitions = managed.documents(TRANSITIONS);
        if (transitions.isEmpty()) {
            return managed;
        }
        transitions.set(transitions.size() - 1, transitions.getLast().with("EndTime", time));
        return managed.with(TRANSITIONS, transitions);
    }

    /** Clocks are set back at times; what clients see never runs backwards. */
    private static Instant notBeforeLast(Document managed, Instant now) {
        List<Document> transitions = managed.documents(TRANSITIONS);
        return transitions.isEmpty()
                ? now
                : transitions
                        .getLast()
                        .findTime("StartTime")
                        .filter(last -> last.isAfter(now))
                        .orElse(now);
    }
}
