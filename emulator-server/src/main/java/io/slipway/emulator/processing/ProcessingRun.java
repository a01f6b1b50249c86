package io.slipway.emulator.processing;

import io.slipway.container.ContainerExit;
import io.slipway.container.EngineException;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.Background;
import io.slipway.emulator.job.ContainerCluster;
import io.slipway.emulator.job.ContainerSlots.Slots;
import io.slipway.emulator.job.FailureReasons;
import io.slipway.emulator.job.JobFailure;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.job.PipeFeeds;
import io.slipway.emulator.job.RunningJob;
import io.slipway.emulator.job.StopSignal;
import io.slipway.emulator.job.Workspace;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One processing job, from its first step to its last. */
final class ProcessingRun {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessingRun.class);

    private final JobPlatform platform;
    private final ProcessingProgress progress;
    private final Arn arn;
    private final Document job;
    private final List<InstanceLog> logs;
    private final ProcessingOutputs outputs;

    /** @param continuousInterval between two looks at what continuous outputs hold */
    ProcessingRun(JobPlatform platform, ProcessingProgress progress, Resource resource, Duration continuousInterval) {
        this.platform = platform;
        this.progress = progress;
        this.arn = resource.arn();
        this.job = resource.request();
        Instant start = progress.now();
        int instances = (int) job.getLong("ProcessingResources.ClusterConfig.InstanceCount");
        this.logs = IntStream.rangeClosed(1, instances)
                .mapToObj(number -> new InstanceLog(platform.logs(), arn, "algo-" + number, start))
                .toList();
        this.outputs = new ProcessingOutputs(platform, job, continuousInterval);
    }

    void run(RunningJob self) throws InterruptedException {
        Optional<Slots> slots =
                platform.slots().acquire(logs.size(), self.stopSignal(), () -> say("Waiting for capacity"));
        if (slots.isEmpty()) {
            finish(self, new ProcessingOutcome.Stopped(), Optional.empty());
            return;
        }
        Slots held = slots.get();
        try (held) {
            runInSlots(self, held);
        } catch (JobFailure e) {
            LOG.info("{} failed: {}", arn.resource(), e.getMessage());
            finish(self, new ProcessingOutcome.Failed(String.valueOf(e.getMessage())), Optional.empty());
        } catch (RuntimeException e) {
            LOG.error("{} failed for a reason of ours", arn.resource(), e);
            String detail = e instanceof EngineException ? String.valueOf(e.getMessage()) : "";
            finish(self, new ProcessingOutcome.Failed(FailureReasons.ofPlatform(detail)), Optional.empty());
        }
    }

    private void runInSlots(RunningJob self, Slots slots) throws InterruptedException {
        StopSignal stop = self.stopSignal();
        progress.started(arn);
        Instant deadline = progress.now().plusSeconds(job.getLong("StoppingCondition.MaxRuntimeInSeconds"));
        try (Workspace workspace = platform.workspaces().create(arn)) {
            Optional<ProcessingLaunch.Prepared> prepared = stop.callUnlessRequested(() -> prepare(workspace));
            if (prepared.isEmpty()) {
                finish(self, new ProcessingOutcome.Stopped(), Optional.empty());
                return;
            }
            try (ContainerCluster cluster = new ProcessingLaunch(platform, arn, job, logs).start(prepared.get());
                    PipeFeeds feeds = PipeFeeds.start(prepared.get().inputs().pipes(), cluster::kill)) {
                ContainerExit exit = await(cluster, feeds, stop, deadline);
                self.settle();
                end(self, cluster, outcome(feeds, stop, exit));
                // The containers are removed when the client knows already.
                slots.close();
            }
        }
    }

    private ProcessingLaunch.Prepared prepare(Workspace workspace) throws InterruptedException {
        try (Background<ImageRef> image = Background.start(
                () -> platform.images().resolve(job.getString("AppSpecification.ImageUri"), this::say))) {
            ProcessingInputs.Prepared inputs =
                    new ProcessingInputs(platform.objects(), arn.region(), job).prepare(workspace, logs.size());
            return new ProcessingLaunch.Prepared(image.await(), inputs);
        } catch (ImageNotFoundException e) {
            throw new JobFailure(FailureReasons.ofImage(e), e);
        }
    }

    private ContainerExit await(ContainerCluster cluster, PipeFeeds feeds, StopSignal stop, Instant deadline)
            throws InterruptedException {
        StopSignal.Registration registration = stop.onRequest(cluster::stop);
        List<Background<Boolean>> storing = outputs.start(cluster);
        try (feeds) {
            Duration left = Duration.between(progress.now(), deadline);
            return cluster.await(left.isNegative() ? Duration.ZERO : left);
        } finally {
            registration.cancel();
            storing.forEach(Background::close);
        }
    }

    private void end(RunningJob self, ContainerCluster cluster, ProcessingOutcome outcome) throws InterruptedException {
        outputs.finish(cluster, !(outcome instanceof ProcessingOutcome.Failed));
        switch (ExitMessage.of(cluster.containers())) {
            case ExitMessage.Text(Optional<String> text) -> finish(self, outcome, text);
            case ExitMessage.NotUtf8 binary ->
                finish(
                        self,
                        outcome instanceof ProcessingOutcome.Completed
                                ? new ProcessingOutcome.Failed("ClientError: The exit message in "
                                        + ContainerPaths.MESSAGE + " is not in UTF-8.")
                                : outcome,
                        Optional.empty());
        }
    }

    private ProcessingOutcome outcome(PipeFeeds feeds, StopSignal stop, ContainerExit exit) {
        if (stop.isRequested()) {
            return new ProcessingOutcome.Stopped();
        }
        // Whatever the container made of it: it had not all of its data.
        return feeds.failure()
                .<ProcessingOutcome>map(failure -> new ProcessingOutcome.Failed(ProcessingInputs.reason(failure)))
                .orElseGet(() -> outcome(exit));
    }

    private ProcessingOutcome outcome(ContainerExit exit) {
        return switch (exit) {
            case ContainerExit.Exited exited when exited.code() == 0 -> new ProcessingOutcome.Completed();
            case ContainerExit.TimedOut timedOut -> {
                say("The job was stopped: it ran longer than MaxRuntimeInSeconds.");
                yield new ProcessingOutcome.Stopped();
            }
            case ContainerExit.Stopped stopped -> new ProcessingOutcome.Stopped();
            case ContainerExit.Exited exited -> failed("The container ended with exit code " + exited.code() + ".");
            case ContainerExit.OutOfMemory outOfMemory ->
                failed("The container was killed because it used more memory than its instance type has.");
        };
    }

    private ProcessingOutcome failed(String why) {
        say(why);
        return new ProcessingOutcome.Failed("AlgorithmError: See job logs for more information");
    }

    private void finish(RunningJob self, ProcessingOutcome outcome, Optional<String> exitMessage)
            throws InterruptedException {
        self.settle();
        progress.finish(arn, outcome, exitMessage);
        LOG.info("{} ended: {}", arn.resource(), outcome);
    }

    private void say(String line) {
        logs.getFirst().add(progress.now(), line);
    }
}
