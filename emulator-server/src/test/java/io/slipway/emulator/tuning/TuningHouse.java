package io.slipway.emulator.tuning;

import io.slipway.container.ImageRef;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.job.ImageResolver;
import io.slipway.emulator.job.JobRunner;
import io.slipway.emulator.store.OpenStore;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.store.TagStore;
import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.BayesianDesigner;
import io.slipway.optimizer.Designer;
import io.slipway.optimizer.GridDesigner;
import io.slipway.optimizer.RandomDesigner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Everything that tuning jobs need, on played training jobs. */
final class TuningHouse implements AutoCloseable {
    static final RequestContext CONTEXT = new RequestContext("eu-west-1", "000000000000", "id", "");
    private static final AtomicInteger SUFFIX = new AtomicInteger(0xa0000000);

    final ResourceStore store;
    final PlayedTrainingJobs training;
    final InstantSource clock;
    volatile Designer bayesian = new BayesianDesigner();

    private final OpenStore open;
    private JobRunner runner = new JobRunner();
    private TuningJobs jobs;
    private TuningJobOperations operations;

    TuningHouse(Path directory, InstantSource clock) {
        this.clock = clock;
        open = new OpenStore(directory, clock);
        store = open.store();
        training = new PlayedTrainingJobs(store);
        build(store);
    }

    private void build(ResourceStore store) {
        Designer late = (study, count) -> bayesian.suggest(study, count);
        jobs = new TuningJobs(
                store,
                open.store(),
                training,
                new Designers(late, new RandomDesigner(), new GridDesigner()),
                runner,
                () -> String.format(Locale.ROOT, "%08x", SUFFIX.getAndIncrement()),
                new RetryPause(Duration.ofMillis(1), Duration.ofMillis(4)),
                clock);
        operations = new TuningJobOperations(
                this.store,
                jobs,
                training,
                (region, name) -> Optional.empty(),
                new TuningRules(new Images()),
                () -> 42,
                clock);
    }

    /** The tuning jobs' program dies after so many writes; training jobs and what is on disk stay. */
    CrashingStore crashAfter(int writes) {
        var crashing = new CrashingStore(store, writes);
        runner.close();
        runner = new JobRunner();
        build(crashing);
        return crashing;
    }

    TagStore tags() {
        return open.store();
    }

    /** The program is gone, with all that it did at that moment. */
    void die() {
        runner.close();
    }

    /** All that runs is left as it is; a new program takes over. */
    void restart() {
        die();
        runner = new JobRunner();
        build(store);
        jobs.resume();
    }

    /** Has a training job print its loss. */
    void report(Arn trainingJob, double loss) {
        training.report(trainingJob, loss);
        jobs.measured(trainingJob, "loss", loss);
        jobs.measured(trainingJob, "other", Double.MAX_VALUE);
    }

    Document call(String operation, Document request) {
        return operations.operations().stream()
                .filter(row -> row.name().equals(operation))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(CONTEXT, request);
    }

    /** A Bayesian tuning job on a custom image that minimizes {@code loss}. */
    static Document request(String name, int jobs, int parallel) {
        return Document.parse("""
                {"HyperParameterTuningJobName":"%s",
                 "HyperParameterTuningJobConfig":{"Strategy":"Bayesian",
                   "HyperParameterTuningJobObjective":{"Type":"Minimize","MetricName":"loss"},
                   "ResourceLimits":{"MaxNumberOfTrainingJobs":%d,"MaxParallelTrainingJobs":%d},
                   "ParameterRanges":{
                     "ContinuousParameterRanges":[{"Name":"lr","MinValue":"1e-6","MaxValue":"1"}],
                     "IntegerParameterRanges":[{"Name":"depth","MinValue":"1","MaxValue":"10"}],
                     "CategoricalParameterRanges":[{"Name":"opt","Values":["\\"adam\\"","sgd"]}]},
                   "RandomSeed":3},
                 "TrainingJobDefinition":{
                   "StaticHyperParameters":{"epochs":"3"},
                   "AlgorithmSpecification":{"TrainingImage":"mine:1","TrainingInputMode":"File",
                     "MetricDefinitions":[{"Name":"loss","Regex":"loss=(.*)"}]},
                   "RoleArn":"arn:aws:iam::000000000000:role/r",
                   "InputDataConfig":[{"ChannelName":"train","DataSource":{"S3DataSource":{
                     "S3DataType":"S3Prefix","S3Uri":"s3://bkt/train"}}}],
                   "OutputDataConfig":{"S3OutputPath":"s3://bkt/out"},
                   "ResourceConfig":{"InstanceType":"ml.m5.large","InstanceCount":1,"VolumeSizeInGB":10},
                   "StoppingCondition":{"MaxRuntimeInSeconds":600}},
                 "Tags":[{"Key":"team","Value":"x"}]}
                """.formatted(name, jobs, parallel));
    }

    static Document withConfig(Document request, String member, Object value) {
        return with(request, "HyperParameterTuningJobConfig", member, value);
    }

    static Document withDefinition(Document request, String member, Object value) {
        return with(request, "TrainingJobDefinition", member, value);
    }

    private static Document with(Document request, String structure, String member, Object value) {
        return request.with(
                structure, request.findDocument(structure).orElseThrow().with(member, value));
    }

    void create(Document request) {
        call("CreateHyperParameterTuningJob", request);
    }

    Document describe(String name) {
        return call("DescribeHyperParameterTuningJob", Document.EMPTY.with("HyperParameterTuningJobName", name));
    }

    Document run(Document request) {
        create(request);
        return await(request.getString("HyperParameterTuningJobName"));
    }

    Document await(String name) {
        return await(name, job -> job.has("HyperParameterTuningEndTime"));
    }

    Document await(String name, Predicate<Document> condition) {
        while (true) {
            Document job = describe(name);
            if (condition.test(job)) {
                return job;
            }
            pause();
        }
    }

    void awaitLive(int count) {
        while (training.live().size() != count) {
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(3);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Document> trainingJobs(String name) {
        return call(
                        "ListTrainingJobsForHyperParameterTuningJob",
                        Document.EMPTY.with("HyperParameterTuningJobName", name).with("MaxResults", 100))
                .documents("TrainingJobSummaries");
    }

    List<Resource> children(String name) {
        Arn arn = CONTEXT.arn("hyper-parameter-tuning-job", name);
        return store.childrenOf(arn).stream()
                .filter(child -> child.arn().kind().equals("training-job"))
                .toList();
    }

    @Override
    public void close() {
        runner.close();
        open.close();
    }

    private static final class Images implements ImageResolver {
        @Override
        public ImageRef resolve(String image, Consumer<String> progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isAcceptable(String image) {
            return !image.isBlank() && !image.contains(" ");
        }
    }
}
