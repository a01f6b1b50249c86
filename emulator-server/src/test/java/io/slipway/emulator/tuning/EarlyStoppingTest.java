package io.slipway.emulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.tuning.PlayedTrainingJobs.End;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EarlyStoppingTest {
    @TempDir
    Path directory;

    private TuningHouse house;

    @BeforeEach
    void open() {
        house = new TuningHouse(directory, InstantSource.system());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Arn next() {
        house.awaitLive(1);
        return house.training.live().getFirst();
    }

    private void trainFive(Document request) {
        house.create(request);
        for (int i = 0; i < 5; i++) {
            Arn job = next();
            house.report(job, 0.9);
            house.report(job, 0.5);
            house.training.end(job, End.completed(0.5));
        }
    }

    @Test
    void jobWorseThanTheMedianOfTheEarlierOnesIsStoppedAndItsValueCounts() {
        trainFive(TuningHouse.withConfig(TuningHouse.request("tune", 7, 1), "TrainingJobEarlyStoppingType", "Auto"));
        Arn bad = next();
        house.report(bad, 0.9);
        house.report(bad, 0.8);

        Document job = house.await("tune", tuning -> tuning.getLong("TrainingJobStatusCounters.Stopped") == 1);

        assertThat(house.training.stopped).containsExactly(bad);
        assertThat(job.getLong("ObjectiveStatusCounters.Succeeded")).isEqualTo(6);
        Arn good = next();
        house.report(good, 0.85);
        house.report(good, 0.6);
        house.training.end(good, End.completed(0.6));
        assertThat(house.await("tune").getString("HyperParameterTuningJobStatus"))
                .isEqualTo("Completed");
        assertThat(house.training.stopped).containsExactly(bad);
    }

    @Test
    void whatEarlierJobsReportedOutlivesARestart() {
        trainFive(TuningHouse.withConfig(TuningHouse.request("tune", 6, 1), "TrainingJobEarlyStoppingType", "Auto"));
        Arn bad = next();
        house.restart();
        while (house.training.stopped.isEmpty()) {
            // Heard once the tuning job has been taken up again.
            house.report(bad, 0.95);
            TuningHouse.pause();
        }

        house.await("tune");

        assertThat(house.training.stopped).containsExactly(bad);
    }

    @Test
    void nothingIsStoppedUnlessAskedFor() {
        trainFive(TuningHouse.request("tune", 6, 1));
        Arn bad = next();
        house.report(bad, 99);
        house.training.end(bad, End.completed(99));

        house.await("tune");
        assertThat(house.training.stopped).isEmpty();
    }

    /** Resources 1 to 9: the first bracket starts nine jobs and judges them at 1, 3 and 9. */
    private Document hyperband(int jobs, String resources) {
        return TuningHouse.withConfig(
                TuningHouse.withConfig(TuningHouse.request("tune", jobs, jobs), "Strategy", "Hyperband"),
                "StrategyConfig",
                Document.parse("{\"HyperbandStrategyConfig\":" + resources + "}"));
    }

    @Test
    void hyperbandStopsWhoIsNotInTheBestThirdOfItsRung() {
        Document request = hyperband(3, "{\"MinResource\":1,\"MaxResource\":9}");
        house.create(TuningHouse.withDefinition(request, "StaticHyperParameters", java.util.Map.of()));
        house.awaitLive(3);
        List<Arn> live = house.training.live();

        house.report(live.get(0), 0.1);
        house.report(live.get(1), 0.2);
        house.report(live.get(2), 0.3);
        house.awaitLive(1);
        assertThat(house.training.stopped).containsExactlyInAnyOrder(live.get(1), live.get(2));

        for (int epoch = 2; epoch <= 9; epoch++) {
            house.report(live.get(0), 0.1);
        }
        Document job = house.await("tune");
        assertThat(house.training.stopped).hasSize(3);
        assertThat(job.getString("BestTrainingJob.TrainingJobName"))
                .isEqualTo(live.get(0).name());
        assertThat(job.getString("HyperParameterTuningJobStatus")).isEqualTo("Completed");
    }

    @Test
    void hyperbandLetsJobsEndThatHaveNoEpochsLeft() {
        // Three epochs in the static hyperparameters.
        house.create(TuningHouse.withConfig(TuningHouse.request("tune", 1, 1), "Strategy", "Hyperband"));
        Arn job = next();
        for (int epoch = 1; epoch <= 3; epoch++) {
            house.report(job, 0.1);
        }
        house.training.end(job, End.completed(0.1));

        assertThat(house.await("tune").getLong("TrainingJobStatusCounters.Completed"))
                .isEqualTo(1);
        assertThat(house.training.stopped).isEmpty();
    }
}
