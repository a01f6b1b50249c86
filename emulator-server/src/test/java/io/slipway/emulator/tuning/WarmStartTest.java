package io.slipway.emulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.tuning.PlayedTrainingJobs.End;
import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.Configuration;
import io.slipway.optimizer.Designer;
import io.slipway.optimizer.Study;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WarmStartTest {
    @TempDir
    Path directory;

    private final AtomicReference<Study> study = new AtomicReference<>();
    private TuningHouse house;

    @BeforeEach
    void open() {
        house = new TuningHouse(directory, InstantSource.system());
        house.training.play =
                request -> Optional.of(End.completed(Double.parseDouble(request.getString("HyperParameters.lr"))));
        house.run(TuningHouse.request("parent", 4, 1));
        Designer designer = house.bayesian;
        house.bayesian = (known, count) -> {
            study.set(known);
            return designer.suggest(known, count);
        };
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Document child(String name, String type, String... parents) {
        var list = java.util.Arrays.stream(parents)
                .map(parent -> Document.EMPTY.with("HyperParameterTuningJobName", parent))
                .toList();
        return TuningHouse.request(name, 1, 1)
                .with(
                        "WarmStartConfig",
                        Document.EMPTY
                                .with("ParentHyperParameterTuningJobs", list)
                                .with("WarmStartType", type));
    }

    private void refused(Document request, String message) {
        assertThatThrownBy(() -> house.create(request)).hasMessage(message);
    }

    @Test
    void parentsResultsReachTheOptimizer() {
        house.run(child("child", "IdenticalDataAndAlgorithm", "parent"));

        Study.Parent parent = study.get().parents().getFirst();
        assertThat(parent.sameFunction()).isTrue();
        assertThat(parent.completed()).hasSize(4).allSatisfy(result -> {
            double rate = (Double) result.configuration().values().get("lr");
            assertThat(result.objective()).isEqualTo((float) rate);
        });
        assertThat(house.describe("child").getString("OverallBestTrainingJob.TuningJobName"))
                .isIn("parent", "child");

        house.run(child("other", "TransferLearning", "parent", "child"));
        assertThat(study.get().parents()).hasSize(2).noneMatch(Study.Parent::sameFunction);
        assertThat(house.describe("other").has("OverallBestTrainingJob")).isFalse();
    }

    @Test
    void parameterThatTheParentHeldFixedHasItsValueThere() {
        Document ranges = Document.parse("""
                {"ContinuousParameterRanges":[{"Name":"lr","MinValue":"1e-6","MaxValue":"1"}],
                 "IntegerParameterRanges":[{"Name":"depth","MinValue":"1","MaxValue":"10"},
                   {"Name":"epochs","MinValue":"1","MaxValue":"9"}]}""");
        Document request =
                TuningHouse.withConfig(child("child", "TransferLearning", "parent"), "ParameterRanges", ranges);

        house.run(TuningHouse.withDefinition(request, "StaticHyperParameters", Map.of("opt", "sgd")));

        assertThat(study.get().parents().getFirst().completed())
                .hasSize(4)
                .extracting(result -> result.configuration().values().get("epochs"))
                .containsOnly(3L);
    }

    @Test
    void resultsWithAnotherValueOfWhatIsFixedNowAreNotOfTheSameFunction() {
        Document ranges = Document.parse("""
                {"ContinuousParameterRanges":[{"Name":"lr","MinValue":"1e-6","MaxValue":"1"}],
                 "IntegerParameterRanges":[{"Name":"depth","MinValue":"1","MaxValue":"10"}]}""");
        Document request = TuningHouse.withConfig(
                child("child", "IdenticalDataAndAlgorithm", "parent"), "ParameterRanges", ranges);
        house.run(
                TuningHouse.withDefinition(request, "StaticHyperParameters", Map.of("epochs", "3", "opt", "\"adam\"")));

        long adam = house.trainingJobs("parent").stream()
                .filter(job -> job.getString("TunedHyperParameters.opt").equals("\"adam\""))
                .count();
        assertThat(study.get().parents().getFirst().completed()).hasSize((int) adam);
        assertThat(study.get().parents().getFirst().completed())
                .extracting(result -> result.configuration())
                .allMatch(Configuration.class::isInstance);
    }

    @Test
    void parentsMustBeThereEndedAndAlike() {
        refused(
                child("child", "TransferLearning", "none"),
                "Amazon SageMaker can't find a tuning job called none. Type another name.");
        refused(
                child("child", "TransferLearning", "parent", "parent"),
                "The parent tuning job [parent] is given more than once.");
        refused(
                TuningHouse.withConfig(
                        child("child", "TransferLearning", "parent"),
                        "HyperParameterTuningJobObjective",
                        Map.of("Type", "Maximize", "MetricName", "loss")),
                "The objective metric of the tuning job must be that of its parent tuning job [parent], [loss].");
        refused(
                TuningHouse.withDefinition(
                        child("child", "TransferLearning", "parent"), "StaticHyperParameters", Map.of()),
                "The hyperparameters of the tuning job must be those of its parent tuning job [parent], static and tunable"
                        + " ones together.");
        refused(
                TuningHouse.withDefinition(
                        child("child", "IdenticalDataAndAlgorithm", "parent"), "InputDataConfig", java.util.List.of()),
                "InputDataConfig must be that of the parent tuning job [parent] for the warm start type"
                        + " IdenticalDataAndAlgorithm.");
        house.training.play = request -> Optional.empty();
        house.create(TuningHouse.request("running", 1, 1));
        refused(
                child("child", "TransferLearning", "running"),
                "The parent tuning job [running] is in status InProgress. Parents must be Completed, Stopped or Failed.");
    }
}
