package io.slipway.emulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.Tags;
import io.slipway.emulator.tuning.PlayedTrainingJobs.End;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class TuningJobsTest {
    private static final String COUNTERS = "TrainingJobStatusCounters";

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(1_700_000_000_123L));
    private TuningHouse house;

    @BeforeEach
    void open() {
        house = new TuningHouse(directory, () -> now.get());
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** The loss is the learning rate. */
    private static Optional<End> learningRate(Document request) {
        return Optional.of(End.completed(Double.parseDouble(request.getString("HyperParameters.lr"))));
    }

    private static Map<String, Long> counters(Document job, String counters) {
        Map<String, Long> counts = new java.util.HashMap<>();
        job.find(counters)
                .orElseThrow()
                .properties()
                .forEach(count -> counts.put(count.getKey(), count.getValue().asLong()));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    @Test
    void asManyTrainingJobsRunAsWereAskedForAndNeverTooManyAtOnce() {
        house.create(TuningHouse.request("tune", 7, 3));
        for (int ended = 0; ended < 7; ended++) {
            house.awaitLive(Math.min(3, 7 - ended));
            house.training.end(house.training.live().getFirst(), End.completed(ended));
        }

        Document job = house.await("tune");

        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Completed");
        assertThat(house.training.mostRunning).hasValue(3);
        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("Completed", 7L));
        assertThat(counters(job, "ObjectiveStatusCounters")).isEqualTo(Map.of("Succeeded", 7L));
        List<Resource> children = house.children("tune");
        assertThat(children).hasSize(7);
        for (int i = 0; i < 7; i++) {
            assertThat(children.get(i).name()).matches("tune-00%d-[0-9a-f]{8}".formatted(i + 1));
        }
    }

    @Test
    void trainingJobGetsTheDefinitionWithTheChosenValues() {
        house.training.play = TuningJobsTest::learningRate;
        Document checkpoints = Document.parse("{\"S3Uri\":\"s3://bkt/check\"}");
        house.run(TuningHouse.withDefinition(TuningHouse.request("tune", 5, 1), "CheckpointConfig", checkpoints));

        for (Document request : house.training.requests) {
            Map<String, String> values = request.stringMap("HyperParameters");
            assertThat(values).containsOnlyKeys("epochs", "_tuning_objective_metric", "lr", "depth", "opt");
            assertThat(values).containsEntry("epochs", "3").containsEntry("_tuning_objective_metric", "loss");
            assertThat(values.get("lr")).isEqualTo(PythonFloat.repr(Double.parseDouble(values.get("lr"))));
            assertThat(Long.parseLong(values.get("depth"))).isBetween(1L, 10L);
            assertThat(values.get("opt")).isIn("\"adam\"", "sgd");
            assertThat(request.getString("CheckpointConfig.S3Uri"))
                    .isEqualTo("s3://bkt/check/" + request.getString("TrainingJobName") + "/");
            assertThat(request.getString("RoleArn")).isEqualTo("arn:aws:iam::000000000000:role/r");
            assertThat(request.documents("InputDataConfig")).hasSize(1);
            assertThat(request.documents("Tags")).containsExactly(Document.parse("{\"Key\":\"team\",\"Value\":\"x\"}"));
        }
    }

    @Test
    void bestTrainingJobIsTheBestAtEveryMoment() {
        house.create(TuningHouse.request("tune", 4, 1));
        double[] losses = {0.5, 0.25, 0.75, 0.125};
        double[] best = {0.5, 0.25, 0.25, 0.125};
        for (int i = 0; i < losses.length; i++) {
            int count = i + 1;
            house.awaitLive(1);
            Arn child = house.training.live().getFirst();
            house.training.end(child, End.completed(losses[i]));
            Document job = house.await("tune", tuning -> tuning.getLong(COUNTERS + ".Completed") == count);
            assertThat(job.findDouble("BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value"))
                    .hasValue(best[i]);
        }
        Document summary = house.await("tune").findDocument("BestTrainingJob").orElseThrow();
        assertThat(summary.getString("TrainingJobName")).startsWith("tune-004-");
        assertThat(summary.getString("TrainingJobArn"))
                .isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:training-job/"
                        + summary.getString("TrainingJobName"));
        assertThat(summary.getString("ObjectiveStatus")).isEqualTo("Succeeded");
        assertThat(summary.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(summary.stringMap("TunedHyperParameters")).containsOnlyKeys("lr", "depth", "opt");
        assertThat(summary.has("TuningJobName")).isFalse();
        assertThat(summary.has("TrainingJobDefinitionName")).isFalse();
    }

    @Test
    void fiveFailuresInARowAtTheStartEndTheTuningJobWhenTheRunningOnesHaveEnded() {
        house.create(TuningHouse.request("tune", 20, 2));
        for (int i = 0; i < 5; i++) {
            house.awaitLive(2);
            house.training.end(house.training.live().getFirst(), End.failed("AlgorithmError: x"));
        }
        Document waiting = house.await("tune", job -> job.getLong(COUNTERS + ".NonRetryableError") == 5);
        assertThat(waiting.getString("HyperParameterTuningJobStatus")).isEqualTo("InProgress");
        house.training.end(house.training.live().getFirst(), End.completed(1));

        Document job = house.await("tune");
        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Failed");
        assertThat(job.getString("FailureReason")).startsWith("No training job succeeded after 5 attempts.");
        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("NonRetryableError", 5L, "Completed", 1L));
        assertThat(house.training.stopped).isEmpty();
    }

    @Test
    void failuresAfterASuccessCountAndTheJobGoesOn() {
        var count = new AtomicInteger();
        house.training.play = request ->
                count.getAndIncrement() == 0 ? learningRate(request) : Optional.of(End.failed("AlgorithmError: x"));

        Document job = house.run(TuningHouse.request("tune", 8, 1));

        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Completed");
        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("NonRetryableError", 7L, "Completed", 1L));
        assertThat(counters(job, "ObjectiveStatusCounters")).isEqualTo(Map.of("Succeeded", 1L, "Failed", 7L));
        assertThat(job.getString("BestTrainingJob.TrainingJobName")).startsWith("tune-001");
    }

    @Test
    void ourOwnFailuresAreCountedApartAndProveNothing() {
        var count = new AtomicInteger();
        house.training.play = request -> count.getAndIncrement() < 5
                ? Optional.of(End.failed("InternalServerError: We encountered an internal error.  Please try again."))
                : learningRate(request);

        Document job = house.run(TuningHouse.request("tune", 7, 1));

        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Completed");
        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("RetryableError", 5L, "Completed", 2L));
    }

    @Test
    void completedJobsWithoutTheMetricMakeTheTuningJobFail() {
        house.training.metric = "other";
        house.training.play = TuningJobsTest::learningRate;

        Document job = house.run(TuningHouse.request("tune", 3, 1));

        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Failed");
        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("Completed", 3L));
        assertThat(counters(job, "ObjectiveStatusCounters")).isEqualTo(Map.of("Failed", 3L));
        assertThat(job.has("BestTrainingJob")).isFalse();
    }

    @Test
    void targetReachedEndsTheTuningJobAndStopsWhatRuns() {
        Document criteria = Document.parse("{\"TargetObjectiveMetricValue\":0.1}");
        house.create(
                TuningHouse.withConfig(TuningHouse.request("tune", 20, 3), "TuningJobCompletionCriteria", criteria));
        house.awaitLive(3);
        List<Arn> live = house.training.live();
        house.training.end(live.getFirst(), End.completed(0.0625));

        Document job = house.await("tune");

        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Completed");
        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("Completed", 1L, "Stopped", 2L));
        assertThat(house.training.stopped).containsExactlyInAnyOrderElementsOf(live.subList(1, 3));
    }

    @Test
    void resultsThatDoNotImproveByOnePerCentEndTheTuningJob() {
        Document criteria =
                Document.parse("{\"BestObjectiveNotImproving\":{\"MaxNumberOfTrainingJobsNotImproving\":3}}");
        double[] losses = {1, 0.995, 0.5, 0.499, 0.6, 0.498, 0.1};
        var count = new AtomicInteger();
        house.training.play = request -> Optional.of(End.completed(losses[count.getAndIncrement()]));

        Document job = house.run(
                TuningHouse.withConfig(TuningHouse.request("tune", 7, 1), "TuningJobCompletionCriteria", criteria));

        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Completed");
        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("Completed", 6L));
        assertThat(job.getLong("TuningJobCompletionDetails.NumberOfTrainingJobsObjectiveNotImproving"))
                .isEqualTo(3);
        assertThat(job.findDouble("BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value")
                        .orElseThrow())
                .isEqualTo((double) 0.498f);
    }

    @Test
    void convergenceEndsTheTuningJobOnlyIfAsked() {
        house.training.play = request -> Optional.of(End.completed(1));
        Document criteria = Document.parse("{\"ConvergenceDetected\":{\"CompleteOnConvergence\":\"Enabled\"}}");

        Document asked = house.run(
                TuningHouse.withConfig(TuningHouse.request("asked", 20, 1), "TuningJobCompletionCriteria", criteria));
        Document unasked = house.run(TuningHouse.request("unasked", 20, 1));

        assertThat(counters(asked, COUNTERS)).isEqualTo(Map.of("Completed", 11L));
        assertThat(counters(unasked, COUNTERS)).isEqualTo(Map.of("Completed", 20L));
        assertThat(unasked.has("TuningJobCompletionDetails.ConvergenceDetectedTime"))
                .isTrue();
    }

    @Test
    void timeOverStopsWhatRunsAndEndsTheTuningJob() {
        Document limits = Document.parse(
                "{\"MaxNumberOfTrainingJobs\":9,\"MaxParallelTrainingJobs\":2,\"MaxRuntimeInSeconds\":120}");
        house.create(TuningHouse.withConfig(TuningHouse.request("tune", 9, 2), "ResourceLimits", limits));
        house.awaitLive(2);
        house.training.end(house.training.live().getFirst(), End.completed(1));
        house.await("tune", job -> job.getLong(COUNTERS + ".Completed") == 1);
        house.awaitLive(2);
        now.updateAndGet(time -> time.plusSeconds(120));
        house.report(house.training.live().getFirst(), 1);

        Document job = house.await("tune");

        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Stopped");
        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("Completed", 1L, "Stopped", 2L));
        assertThat(job.getLong("ConsumedResources.RuntimeInSeconds")).isEqualTo(120);
    }

    @Test
    void stoppedTuningJobStopsItsTrainingJobsAndKeepsTheBest() {
        house.create(TuningHouse.request("tune", 9, 2));
        house.awaitLive(2);
        house.training.end(house.training.live().getFirst(), End.completed(1));
        house.await("tune", job -> job.has("BestTrainingJob"));
        house.awaitLive(2);

        house.call("StopHyperParameterTuningJob", Document.parse("{\"HyperParameterTuningJobName\":\"tune\"}"));

        Document job = house.await("tune");
        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Stopped");
        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("Completed", 1L, "Stopped", 2L));
        assertThat(job.has("BestTrainingJob")).isTrue();
        assertThat(house.children("tune")).hasSize(3);
    }

    @Test
    void refusedTrainingJobIsAFailedTrial() {
        var count = new AtomicInteger();
        house.training.play = TuningJobsTest::learningRate;
        house.training.beforeCreate = () -> {
            if (count.getAndIncrement() == 1) {
                throw io.slipway.emulator.wire.ApiException.validation("no such data");
            }
        };

        Document job = house.run(TuningHouse.request("tune", 4, 1));

        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("Completed", 3L, "NonRetryableError", 1L));
        assertThat(house.trainingJobs("tune").get(1).getString("FailureReason")).isEqualTo("no such data");
    }

    @Test
    void gridTriesEveryCombinationOnce() {
        house.training.play = request -> Optional.of(End.completed(1));
        Document ranges = Document.parse("""
                {"CategoricalParameterRanges":[{"Name":"a","Values":["1","2","3"]},{"Name":"b","Values":["x","y"]}]}""");
        Document request = TuningHouse.withConfig(
                TuningHouse.withConfig(
                        TuningHouse.withConfig(TuningHouse.request("grid", 6, 2), "Strategy", "Grid"),
                        "ParameterRanges",
                        ranges),
                "ResourceLimits",
                Document.parse("{\"MaxParallelTrainingJobs\":2}"));

        Document job = house.run(request);

        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("Completed", 6L));
        assertThat(house.trainingJobs("grid"))
                .extracting(summary -> summary.stringMap("TunedHyperParameters"))
                .doesNotHaveDuplicates();
    }

    @Test
    void sameSeedGivesTheSameRandomValues() {
        house.training.play = TuningJobsTest::learningRate;
        List<List<Map<String, String>>> runs = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            house.run(TuningHouse.withConfig(TuningHouse.request(name, 6, 2), "Strategy", "Random"));
            runs.add(house.trainingJobs(name).stream()
                    .map(summary -> summary.stringMap("TunedHyperParameters"))
                    .toList());
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1));
    }

    @Test
    void severalDefinitionsTakeTurnsAndTheBestIsOverAll() {
        Document request = TuningHouse.request("multi", 6, 2);
        Document config = request.findDocument("HyperParameterTuningJobConfig").orElseThrow();
        Document definition = request.findDocument("TrainingJobDefinition")
                .orElseThrow()
                .with("TuningObjective", config.find("HyperParameterTuningJobObjective"))
                .with("HyperParameterRanges", config.find("ParameterRanges"));
        house.training.play = TuningJobsTest::learningRate;
        house.run(request.without("TrainingJobDefinition")
                .with(
                        "HyperParameterTuningJobConfig",
                        config.without("HyperParameterTuningJobObjective").without("ParameterRanges"))
                .with(
                        "TrainingJobDefinitions",
                        List.of(
                                definition.with("DefinitionName", "first"),
                                definition
                                        .with("DefinitionName", "second")
                                        .with("StaticHyperParameters", Map.of("second", "yes")))));

        List<Document> summaries = house.trainingJobs("multi");
        assertThat(summaries)
                .extracting(summary -> summary.getString("TrainingJobDefinitionName"))
                .containsExactly("first", "second", "first", "second", "first", "second");
        assertThat(house.training.requests)
                .filteredOn(made -> made.getString("TrainingJobName").startsWith("multi-002-"))
                .allSatisfy(
                        made -> assertThat(made.stringMap("HyperParameters")).containsKey("second"))
                .hasSize(1);
        double best = summaries.stream()
                .mapToDouble(summary -> summary.findDouble("FinalHyperParameterTuningJobObjectiveMetric.Value")
                        .orElseThrow())
                .min()
                .orElseThrow();
        assertThat(house.describe("multi")
                        .findDouble("BestTrainingJob.FinalHyperParameterTuningJobObjectiveMetric.Value"))
                .hasValue(best);
    }

    @Test
    void failingOptimizerFailsTheTuningJobAndStopsWhatRuns() {
        var count = new AtomicInteger();
        var working = house.bayesian;
        house.bayesian = (study, wanted) -> {
            if (count.getAndIncrement() == 1) {
                throw new IllegalStateException("broken");
            }
            return working.suggest(study, wanted);
        };

        Document job = house.run(TuningHouse.request("tune", 4, 2));

        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Failed");
        assertThat(job.getString("FailureReason")).startsWith("InternalServerError");
        assertThat(house.training.stopped).hasSize(1);
    }

    @Test
    void restartGoesOnWithTheTrainingJobsThatRun() {
        house.create(TuningHouse.request("tune", 4, 2));
        house.awaitLive(2);
        List<Arn> before = house.training.live();

        house.restart();

        house.training.end(before.get(0), End.completed(1));
        house.training.end(before.get(1), End.completed(2));
        house.awaitLive(2);
        house.training.live().forEach(arn -> house.training.end(arn, End.completed(3)));
        assertThat(counters(house.await("tune"), COUNTERS)).isEqualTo(Map.of("Completed", 4L));
        assertThat(house.children("tune")).hasSize(4);
    }

    @Test
    void restartGoesOnStopping() {
        house.create(TuningHouse.request("tune", 4, 2));
        house.awaitLive(2);
        house.restart();
        house.store.update(
                TuningHouse.CONTEXT.arn("hyper-parameter-tuning-job", "tune"), job -> job.withStatus("Stopping"));

        house.restart();

        assertThat(house.await("tune").getString("HyperParameterTuningJobStatus"))
                .isEqualTo("Stopped");
        assertThat(house.training.stopped).hasSize(2);
    }

    /** Every write of a run of six trials is one of the first forty. */
    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 26, 28, 30, 35})
    void killedAfterAnyWriteItEndsWithAllItsTrialsAndNoNameTwice(int writes) {
        house.training.play = request ->
                request.getString("TrainingJobName").contains("-003-") ? Optional.empty() : learningRate(request);
        CrashingStore crashing = house.crashAfter(writes);
        house.create(TuningHouse.request("tune", 6, 2));
        while (!crashing.hasCrashed() && house.training.live().isEmpty()) {
            TuningHouse.pause();
        }
        while (!crashing.hasCrashed() && house.children("tune").size() < 6) {
            TuningHouse.pause();
        }
        house.die();
        // What ran when the program died has failed by then.
        house.training.live().forEach(arn -> house.training.end(arn, End.failed("InternalServerError: x")));

        house.training.play = TuningJobsTest::learningRate;
        house.restart();

        Document job = house.await("tune");
        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Completed");
        List<Resource> children = house.children("tune");
        assertThat(children).hasSize(6);
        assertThat(new HashSet<>(children.stream()
                        .map(child -> child.name().substring(0, 8))
                        .toList()))
                .hasSize(6);
        assertThat(counters(job, COUNTERS).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(6);
        assertThat(counters(job, COUNTERS)).doesNotContainKey("InProgress");
    }

    @Test
    void freedSlotIsFilledBeforeTheEndIsWrittenAndARestartCountsIt() {
        // The first trial, the figures, the second trial; not the first one's end.
        CrashingStore crashing = house.crashAfter(3);
        house.create(TuningHouse.request("tune", 2, 1));
        house.awaitLive(1);
        house.training.end(house.training.live().getFirst(), End.completed(1));
        while (!crashing.hasCrashed()) {
            TuningHouse.pause();
        }
        house.die();
        assertThat(house.training.requests).hasSize(2);
        house.training.live().forEach(arn -> house.training.end(arn, End.failed("InternalServerError: x")));

        house.restart();

        assertThat(counters(house.await("tune"), COUNTERS)).containsEntry("Completed", 1L);
    }

    @Test
    void trainingJobThatIsMadeAfterTheStopStopsToo() {
        var late = new AtomicInteger(2);
        house.training.beforeCreate = () -> {
            if (late.decrementAndGet() == 0) {
                while (house.store
                        .withStatus(TrialStore.KIND, List.of("STOPPED"))
                        .isEmpty()) {
                    TuningHouse.pause();
                }
            }
        };
        house.create(TuningHouse.request("tune", 9, 2));
        house.awaitLive(1);

        house.call("StopHyperParameterTuningJob", Document.parse("{\"HyperParameterTuningJobName\":\"tune\"}"));

        assertThat(counters(house.await("tune"), COUNTERS)).isEqualTo(Map.of("Stopped", 2L));
    }

    @Test
    void trainingJobIsListedFromWhenItCanBeDescribed() {
        var first = new AtomicBoolean(true);
        var finished = new AtomicBoolean();
        house.training.beforeCreate = () -> {
            if (first.getAndSet(false)) {
                while (!finished.get()) {
                    TuningHouse.pause();
                }
            }
        };
        house.create(TuningHouse.request("tune", 2, 2));
        house.awaitLive(1);
        Document tune = Document.parse("{\"HyperParameterTuningJobName\":\"tune\"}");

        assertThat(house.call("ListTrainingJobsForHyperParameterTuningJob", tune)
                        .documents("TrainingJobSummaries"))
                .hasSize(1);
        assertThat(counters(house.call("DescribeHyperParameterTuningJob", tune), COUNTERS))
                .containsEntry("InProgress", 1L);

        finished.set(true);
        house.call("StopHyperParameterTuningJob", tune);
        assertThat(counters(house.await("tune"), COUNTERS)).isEqualTo(Map.of("Stopped", 2L));
    }

    @Test
    void endTimeIsTheTimeOfTheClock() {
        house.training.play = request -> {
            now.updateAndGet(time -> time.plus(Duration.ofSeconds(10)));
            return learningRate(request);
        };
        Document job = house.run(TuningHouse.request("tune", 3, 1));

        assertThat(job.findTime("HyperParameterTuningEndTime")).contains(now.get());
        assertThat(job.findTime("LastModifiedTime")).contains(now.get());
        assertThat(job.getLong("ConsumedResources.RuntimeInSeconds")).isEqualTo(30);
    }

    private static Document severalDefinitions(Document request, Map<String, Document> ranges) {
        Document config = request.findDocument("HyperParameterTuningJobConfig").orElseThrow();
        Document definition = request.findDocument("TrainingJobDefinition")
                .orElseThrow()
                .with("TuningObjective", config.find("HyperParameterTuningJobObjective"));
        return request.without("TrainingJobDefinition")
                .with(
                        "HyperParameterTuningJobConfig",
                        config.without("HyperParameterTuningJobObjective").without("ParameterRanges"))
                .with(
                        "TrainingJobDefinitions",
                        ranges.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(entry -> definition
                                        .with("DefinitionName", entry.getKey())
                                        .with("HyperParameterRanges", entry.getValue()))
                                .toList());
    }

    private static Document categories(String... values) {
        return Document.EMPTY.with(
                "CategoricalParameterRanges", List.of(Map.of("Name", "c", "Values", List.of(values))));
    }

    @Test
    void definitionThatIsExhaustedLeavesTheTrainingJobsToTheOthers() {
        house.training.play = request -> Optional.of(End.completed(1));
        Document request = severalDefinitions(
                TuningHouse.request("grids", 5, 2), Map.of("a", categories("1"), "b", categories("1", "2", "3", "4")));

        house.run(TuningHouse.withConfig(request, "Strategy", "Grid"));

        assertThat(house.trainingJobs("grids"))
                .extracting(job -> job.getString("TrainingJobDefinitionName") + job.getString("TunedHyperParameters.c"))
                .containsExactlyInAnyOrder("a1", "b1", "b2", "b3", "b4");
    }

    @Test
    void hyperbandJudgesTheJobsOfOneDefinitionAmongThemselves() {
        Document request = TuningHouse.withConfig(
                severalDefinitions(
                        TuningHouse.request("bands", 4, 4),
                        Map.of("a", categories("1", "2", "3"), "b", categories("1", "2", "3"))),
                "Strategy",
                "Hyperband");
        house.create(TuningHouse.withConfig(
                request,
                "StrategyConfig",
                Document.parse("{\"HyperbandStrategyConfig\":{\"MinResource\":1,\"MaxResource\":9}}")));
        house.awaitLive(4);
        List<Arn> live = house.training.live();

        house.report(live.get(0), 1);
        house.report(live.get(1), 7);
        house.report(live.get(3), 8);

        // The first and third are of one definition, the second and fourth of the other: 7 is the best of its own.
        house.report(live.get(2), 5);
        house.awaitLive(2);
        assertThat(house.training.stopped).containsExactlyInAnyOrder(live.get(3), live.get(2));
        house.call("StopHyperParameterTuningJob", Document.parse("{\"HyperParameterTuningJobName\":\"bands\"}"));
        house.await("bands");
    }

    @Test
    void tagsThatWereAddedMeanwhileReachTheTrainingJobsThatComeAfter() {
        house.create(TuningHouse.request("tune", 2, 1));
        house.awaitLive(1);
        Arn job = TuningHouse.CONTEXT.arn("hyper-parameter-tuning-job", "tune");
        house.tags().updateTags(job, tags -> tags.without(List.of("team")).withAll(new Tags(Map.of("new", "1"))));
        house.training.end(house.training.live().getFirst(), End.completed(1));
        house.awaitLive(1);
        house.training.end(house.training.live().getFirst(), End.completed(1));
        house.await("tune");

        assertThat(house.training.requests)
                .extracting(request -> request.documents("Tags").getFirst().getString("Key"))
                .containsExactly("team", "new");
    }

    @Test
    void endThatTheTuningJobHasNotHeardOfCountsAlready() {
        house.create(TuningHouse.request("tune", 2, 2));
        house.awaitLive(2);
        house.training.deaf = true;
        house.training.end(house.training.live().getFirst(), End.completed(0.5));

        Document job = house.describe("tune");

        assertThat(counters(job, COUNTERS)).isEqualTo(Map.of("Completed", 1L, "InProgress", 1L));
        assertThat(counters(job, "ObjectiveStatusCounters")).isEqualTo(Map.of("Succeeded", 1L, "Pending", 1L));
        assertThat(job.getString("BestTrainingJob.TrainingJobStatus")).isEqualTo("Completed");
        assertThat(house.trainingJobs("tune").getFirst().getString("ObjectiveStatus"))
                .isEqualTo("Succeeded");
        house.training.deaf = false;
        house.training.live().forEach(live -> house.training.end(live, End.completed(1)));
        house.restart();
        assertThat(counters(house.await("tune"), COUNTERS)).isEqualTo(Map.of("Completed", 2L));
    }

    @Test
    void describedMaximumIsWhatThereWillBe() {
        house.training.play = request -> Optional.of(End.completed(1));
        Document grid = TuningHouse.withConfig(
                TuningHouse.withConfig(TuningHouse.request("grid", 1, 1), "ParameterRanges", categories("x", "y", "z")),
                "Strategy",
                "Grid");
        Document job = house.run(
                TuningHouse.withConfig(grid, "ResourceLimits", Document.parse("{\"MaxParallelTrainingJobs\":1}")));

        assertThat(job.getLong("HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs"))
                .isEqualTo(3);
    }

    @Test
    void pageThatBeginsAfterAJobThatLeftTheListGoesOnThere() {
        house.create(TuningHouse.request("tune", 3, 3));
        house.awaitLive(3);
        Document query = Document.EMPTY
                .with("HyperParameterTuningJobName", "tune")
                .with("StatusEquals", "InProgress")
                .with("MaxResults", 1);
        Document first = house.call("ListTrainingJobsForHyperParameterTuningJob", query);
        house.training.end(house.training.live().getFirst(), End.completed(1));

        Document second = house.call(
                "ListTrainingJobsForHyperParameterTuningJob",
                query.with("NextToken", first.findString("NextToken").orElseThrow()));

        assertThat(second.documents("TrainingJobSummaries").getFirst().getString("TrainingJobName"))
                .startsWith("tune-002-");
        house.training.live().forEach(live -> house.training.end(live, End.completed(1)));
        house.await("tune");
    }
}
