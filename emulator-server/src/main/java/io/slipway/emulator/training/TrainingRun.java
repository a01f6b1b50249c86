package io.slipway.emulator.training;

import io.slipway.container.ContainerExit;
import io.slipway.container.EngineException;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.Background;
import io.slipway.emulator.job.BuiltInAlgorithms;
import io.slipway.emulator.job.ContainerCluster;
import io.slipway.emulator.job.ContainerSlots.Slots;
import io.slipway.emulator.job.FailureReasons;
import io.slipway.emulator.job.JobFailure;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.job.MetricDefinition;
import io.slipway.emulator.job.MetricScraper;
import io.slipway.emulator.job.PipeFeeds;
import io.slipway.emulator.job.RunningJob;
import io.slipway.emulator.job.StopSignal;
import io.slipway.emulator.job.Workspace;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.transfer.TransferException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training job, from its first step to its last. */
final class TrainingRun {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingRun.class);

    /** An image that takes longer is built or pulled, and the client is told. */
    private static final Duration SLOW_IMAGE = Duration.ofSeconds(1);

    private final JobPlatform platform;
    private final SharedChannels shared;
    private final FileSystems fileSystems;
    private final TrainingProgress progress;
    private final TrainingListeners listeners;
    private final Arn arn;
    private final Document job;
    private final String image;
    private final List<Host> hosts;
    private final List<Channel> channels;
    private final Optional<Checkpoints> checkpoints;
    private final MetricScraper scraper;
    private final List<HostOutput> outputs;
    private final TrainingLaunch launch;
    private Optional<Instant> firstStart = Optional.empty();
    private boolean finished;

    TrainingRun(
            JobPlatform platform,
            SharedChannels shared,
            FileSystems fileSystems,
            TrainingProgress progress,
            TrainingListeners listeners,
            Resource resource) {
        this.platform = platform;
        this.shared = shared;
        this.fileSystems = fileSystems;
        this.progress = progress;
        this.listeners = listeners;
        this.arn = resource.arn();
        this.job = resource.request();
        this.image = TrainingAlgorithm.image(resource.description());
        this.hosts = Host.of(job);
        this.channels = Channel.of(job);
        this.checkpoints = Checkpoints.of(job);
        List<MetricDefinition> metrics = MetricDefinition.of(
                resource.description().findDocument("AlgorithmSpecification").orElse(Document.EMPTY));
        this.scraper = new MetricScraper(metrics);
        Instant start = progress.now();
        this.outputs = hosts.stream()
                .map(host -> new HostOutput(platform.logs(), scraper, listeners, arn, host.name(), start))
                .toList();
        var configFiles = new ConfigFiles(job, arn.toString(), hosts, channels, metrics);
        this.launch = new TrainingLaunch(platform, resource, hosts, outputs, configFiles);
    }

    void run(RunningJob self) throws InterruptedException {
        StopSignal stop = self.stopSignal();
        Optional<Slots> slots = platform.slots().acquire(hosts.size(), stop, () -> progress.enter(arn, Phase.PENDING));
        if (slots.isEmpty()) {
            finish(self, new TrainingOutcome.Stopped());
            return;
        }
        try {
            long retries = job.findLong("RetryStrategy.MaximumRetryAttempts").orElse(0);
            while (!attempt(self, slots.get(), retries > 0)) {
                retries--;
            }
        } finally {
            slots.get().close();
        }
    }

    /** @return false if it failed for a reason of ours and is to be tried again */
    private boolean attempt(RunningJob self, Slots slots, boolean again) throws InterruptedException {
        try {
            runInSlots(self, slots);
        } catch (JobFailure e) {
            LOG.info("{} failed: {}", arn.resource(), e.getMessage());
            finish(self, new TrainingOutcome.Failed(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("{} failed for a reason of ours", arn.resource(), e);
            if (again && !self.stopSignal().isRequested() && !finished) {
                progress.enter(arn, Phase.STARTING);
                return false;
            }
            String detail = e instanceof EngineException ? String.valueOf(e.getMessage()) : "";
            finish(self, new TrainingOutcome.Failed(FailureReasons.ofPlatform(detail)));
        }
        return true;
    }

    private void runInSlots(RunningJob self, Slots slots) throws InterruptedException {
        StopSignal stop = self.stopSignal();
        progress.enter(arn, Phase.DOWNLOADING);
        // The attempts share the time.
        Instant deadline =
                firstStart.orElseGet(progress::now).plusSeconds(job.getLong("StoppingCondition.MaxRuntimeInSeconds"));
        firstStart = firstStart.or(() -> Optional.of(progress.now()));
        try (Workspace workspace = platform.workspaces().create(arn)) {
            Optional<TrainingLaunch.Prepared> prepared = stop.callUnlessRequested(() -> prepare(workspace));
            if (prepared.isEmpty()) {
                finish(self, new TrainingOutcome.Stopped());
                return;
            }
            progress.enter(arn, Phase.TRAINING);
            Instant before = progress.now();
            try (ContainerCluster cluster = launch.start(prepared.get());
                    PipeFeeds feeds = PipeFeeds.start(prepared.get().data().pipes(), cluster::kill)) {
                TrainingOutcome outcome = train(cluster, feeds, stop, before, deadline);
                self.settle();
                store(cluster, outcome);
                finish(self, outcome);
                // The containers are removed when the client knows already.
                slots.close();
            }
        }
    }

    private void finish(RunningJob self, TrainingOutcome outcome) throws InterruptedException {
        self.settle();
        progress.finish(arn, outcome, scraper.finalMetrics());
        finished = true;
    }

    private TrainingLaunch.Prepared prepare(Workspace workspace) throws InterruptedException {
        try (Background<ImageRef> image = Background.start(this::resolveImage)) {
            TrainingData.Prepared data = new TrainingData(
                            platform.objects(), shared, fileSystems, workspace, channels, checkpoints)
                    .prepare(hosts);
            if (!image.endsWithin(SLOW_IMAGE)) {
                progress.enter(arn, Phase.DOWNLOADING_IMAGE);
            }
            return new TrainingLaunch.Prepared(image.await(), data);
        } catch (TransferException | ObjectStoreException e) {
            throw new JobFailure(StorageReasons.ofDownload(e), e);
        } catch (ImageNotFoundException e) {
            throw new JobFailure(FailureReasons.ofImage(e), e);
        }
    }

    private ImageRef resolveImage() throws InterruptedException {
        return platform.images().resolve(image, this::say);
    }

    private void say(String line) {
        outputs.getFirst().say(progress.now(), line);
    }

    private TrainingOutcome train(
            ContainerCluster cluster, PipeFeeds feeds, StopSignal stop, Instant before, Instant deadline)
            throws InterruptedException {
        StopSignal.Registration registration = stop.onRequest(cluster::stop);
        LiveOutputs live = LiveOutputs.start(platform, job, cluster, before);
        HostMetrics usage = HostMetrics.start(
                cluster, hosts, job.findLong("ResourceConfig.VolumeSizeInGB"), HostMetrics.PERIOD, this::used);
        ContainerExit exit;
        try (live;
                feeds;
                usage) {
            Duration left = Duration.between(progress.now(), deadline);
            exit = cluster.await(left.isNegative() ? Duration.ZERO : left);
        } finally {
            registration.cancel();
        }
        TrainingOutcome outcome = stop.isRequested() ? new TrainingOutcome.Stopped() : outcome(cluster, feeds, exit);
        if (outcome instanceof TrainingOutcome.MaxRuntimeExceeded) {
            progress.enter(arn, Phase.STOPPING);
        }
        storing(() -> {
            live.finish();
            return true;
        });
        return outcome;
    }

    private void used(Host host, Map<String, Double> percent) {
        listeners.used(arn, host.name(), percent);
    }

    private TrainingOutcome outcome(ContainerCluster cluster, PipeFeeds feeds, ContainerExit exit) {
        // Whatever the container made of it: it had not all of its data.
        if (feeds.failure().isPresent()) {
            return new TrainingOutcome.Failed(
                    StorageReasons.ofDownload(feeds.failure().get()));
        }
        return switch (exit) {
            case ContainerExit.Exited exited when exited.code() == 0 -> new TrainingOutcome.Completed();
            case ContainerExit.TimedOut timedOut -> new TrainingOutcome.MaxRuntimeExceeded();
            case ContainerExit.Stopped stopped -> new TrainingOutcome.Stopped();
            case ContainerExit.Exited exited -> failed(cluster, exit);
            case ContainerExit.OutOfMemory outOfMemory -> {
                say("The container was killed because it used more memory than its instance type has.");
                yield failed(cluster, exit);
            }
        };
    }

    private TrainingOutcome failed(ContainerCluster cluster, ContainerExit exit) {
        Optional<byte[]> failureFile = cluster.readFile(ContainerPaths.FAILURE, FailureReasons.FAILURE_FILE_BYTES);
        return new TrainingOutcome.Failed(FailureReasons.ofExit(exit, failureFile, BuiltInAlgorithms.isBuiltIn(image)));
    }

    private void store(ContainerCluster cluster, TrainingOutcome outcome) throws InterruptedException {
        progress.enter(arn, Phase.UPLOADING);
        boolean withModel = !(outcome instanceof TrainingOutcome.Failed);
        storing(() -> {
            new Artifacts(platform.objects(), job).store(cluster, withModel);
            return true;
        });
    }

    private static void storing(Background.Task<Boolean> task) throws InterruptedException {
        try {
            task.run();
        } catch (TransferException | ObjectStoreException e) {
            throw new JobFailure(StorageReasons.ofUpload(e), e);
        }
    }
}
