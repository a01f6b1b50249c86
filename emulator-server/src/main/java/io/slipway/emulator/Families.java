package io.slipway.emulator;

import io.slipway.container.ImageInfo;
import io.slipway.container.ImageRef;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.identity.IamOperations;
import io.slipway.emulator.identity.StsOperations;
import io.slipway.emulator.job.JobPlatform;
import io.slipway.emulator.logs.LogOperations;
import io.slipway.emulator.logs.LogStore;
import io.slipway.emulator.metrics.MetricOperations;
import io.slipway.emulator.metrics.MetricStore;
import io.slipway.emulator.metrics.TrialOperations;
import io.slipway.emulator.models.ContainerRules;
import io.slipway.emulator.models.ModelOperations;
import io.slipway.emulator.processing.ProcessingJobOperations;
import io.slipway.emulator.processing.ProcessingJobs;
import io.slipway.emulator.registry.AlgorithmOperations;
import io.slipway.emulator.registry.AlgorithmRules;
import io.slipway.emulator.registry.Algorithms;
import io.slipway.emulator.registry.ModelPackageGroupOperations;
import io.slipway.emulator.registry.ModelPackageOperations;
import io.slipway.emulator.registry.ModelPackages;
import io.slipway.emulator.registry.PackageSpecification;
import io.slipway.emulator.search.SearchOperations;
import io.slipway.emulator.search.SearchSource;
import io.slipway.emulator.store.SqliteResourceStore;
import io.slipway.emulator.tags.TagOperations;
import io.slipway.emulator.training.FileSystems;
import io.slipway.emulator.training.TrainingJobs;
import io.slipway.emulator.training.TrainingOperations;
import io.slipway.emulator.transform.ModelHosting;
import io.slipway.emulator.transform.TransformJobOperations;
import io.slipway.emulator.transform.TransformJobs;
import io.slipway.emulator.transform.TransformRun;
import io.slipway.emulator.tuning.Designers;
import io.slipway.emulator.tuning.RetryPause;
import io.slipway.emulator.tuning.TuningJobOperations;
import io.slipway.emulator.tuning.TuningJobs;
import io.slipway.emulator.tuning.TuningRules;
import io.slipway.optimizer.BayesianDesigner;
import io.slipway.optimizer.GridDesigner;
import io.slipway.optimizer.RandomDesigner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The API families, each handed what it needs of the others. */
final class Families {

    /** What can be searched for: a line each. */
    private static final List<SearchSource> SEARCHED = List.of(
            SearchSource.of("TrainingJob", "training-job"),
            SearchSource.of("HyperParameterTuningJob", "hyper-parameter-tuning-job"),
            SearchSource.models(),
            SearchSource.of("Endpoint", "endpoint"),
            SearchSource.byArn("ModelPackage", "model-package"),
            SearchSource.of("ModelPackageGroup", "model-package-group"),
            SearchSource.trialComponents("TrainingJob", "training-job"),
            SearchSource.trialComponents("ProcessingJob", "processing-job"),
            SearchSource.trialComponents("TransformJob", "transform-job"));

    private final List<Operation> operations;
    private final TrainingJobs trainingJobs;
    private final TransformJobs transformJobs;
    private final ProcessingJobs processingJobs;
    private final TuningJobs tuningJobs;

    Families(
            JobPlatform platform,
            SqliteResourceStore store,
            LogStore logs,
            MetricStore metrics,
            Hosting hosting,
            FileSystems fileSystems,
            InstantSource clock) {
        Algorithms algorithms = new Algorithms(store);
        trainingJobs = new TrainingJobs(store, algorithms::trainingSpecification, fileSystems, platform);
        TuningTrainingJobs childJobs = new TuningTrainingJobs(trainingJobs);
        tuningJobs = new TuningJobs(
                store,
                store,
                childJobs,
                new Designers(new BayesianDesigner(), new RandomDesigner(), new GridDesigner()),
                platform.runner(),
                RandomNames::suffix,
                new RetryPause(Duration.ofMillis(250), Duration.ofSeconds(30)),
                clock);
        trainingJobs.addListener(new TuningMeasurements(tuningJobs));
        trainingJobs.addListener(new EngineSweep(platform.engine(), platform.labels(), platform.runner()));
        trainingJobs.addListener(new TrainingTimeSeries(metrics, clock));
        transformJobs = new TransformJobs(
                store,
                new TransformRun(
                        new ModelHosting(hosting.containers(), hosting.download(), logs, clock),
                        platform.objects(),
                        logs,
                        () -> UUID.randomUUID().toString(),
                        clock),
                platform.runner(),
                platform.slots(),
                platform.workspaces(),
                logs,
                RandomNames::instanceId,
                clock);
        processingJobs = new ProcessingJobs(store, platform);
        ModelPackages modelPackages = new ModelPackages(store, clock);
        List<Operation> families = Stream.of(
                        new TrainingOperations(store, trainingJobs).operations(),
                        new TuningJobOperations(
                                        store,
                                        tuningJobs,
                                        childJobs,
                                        algorithms::trainingSpecification,
                                        new TuningRules(platform.images()),
                                        RandomNames::seed,
                                        clock)
                                .operations(),
                        new TransformJobOperations(store, transformJobs, clock).operations(),
                        new ProcessingJobOperations(store, processingJobs).operations(),
                        new ModelOperations(
                                        store,
                                        new ContainerRules(platform.images()::isAcceptable),
                                        modelPackages::containers,
                                        clock)
                                .operations(),
                        new ModelPackageGroupOperations(store, modelPackages, clock).operations(),
                        new ModelPackageOperations(store, modelPackages, packageSpecification(platform, store))
                                .operations(),
                        new AlgorithmOperations(
                                        store, algorithms, new AlgorithmRules(platform.images()::isAcceptable), clock)
                                .operations(),
                        hosting.operations(),
                        new TagOperations(store).operations(),
                        new LogOperations(logs).operations(),
                        new MetricOperations(metrics, clock).operations(),
                        new TrialOperations(metrics).operations(),
                        new StsOperations(clock, RandomNames.generator()).operations(),
                        new IamOperations().operations())
                .flatMap(List::stream)
                .toList();
        SearchOperations search =
                new SearchOperations(store, new ModelProperties(), new OwnDescriptions(families), SEARCHED);
        operations =
                Stream.concat(families.stream(), search.operations().stream()).toList();
    }

    private static PackageSpecification packageSpecification(JobPlatform platform, SqliteResourceStore store) {
        return new PackageSpecification(
                store,
                platform.objects(),
                platform.images()::isAcceptable,
                image -> platform.engine().findImage(new ImageRef(image)).map(ImageInfo::id));
    }

    List<Operation> operations() {
        return operations;
    }

    /** Ends what ran when the program did and cannot go on. */
    void settle() {
        trainingJobs.recover();
        transformJobs.settle();
        processingJobs.settle();
    }

    /** Goes on with what can. */
    void resume() {
        tuningJobs.resume();
    }
}
