package io.slipway.emulator.training;

import static io.slipway.emulator.training.TrainingBench.channels;
import static io.slipway.emulator.training.TrainingBench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.job.Workspaces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedChannelsTest {

    @TempDir
    Path directory;

    @Test
    void jobsOfOneTimeShareTheDataUntilTheyChange() throws Exception {
        try (var bench = new TrainingBench(directory)) {
            bench.put("s3://bkt/train/a", "old");
            var allRun = new CountDownLatch(3);
            bench.engine.script = container -> {
                allRun.countDown();
                container.awaitStop();
                return 0;
            };
            create(bench, "First", "train");
            create(bench, "Second", "train");
            bench.put("s3://bkt/train/a", "new");
            create(bench, "Third", "train");
            TrainingBench.await(allRun);

            Path first = data(bench, "First");
            Path third = data(bench, "Third");
            assertThat(data(bench, "Second")).isEqualTo(first);
            assertThat(third).isNotEqualTo(first);
            assertThat(first.resolve("train/a")).hasContent("old");
            assertThat(third.resolve("train/a")).hasContent("new");

            end(bench, "First");
            assertThat(first.resolve("train-manifest")).hasContent("train\ns3://bkt/train/a\n");
            end(bench, "Second");
            end(bench, "Third");
            bench.runner.close();
            assertThat(first).doesNotExist();
            assertThat(third).doesNotExist();
        }
    }

    @Test
    void sameObjectsInChannelsOfOtherNamesAreOtherData() throws Exception {
        try (var bench = new TrainingBench(directory)) {
            bench.put("s3://bkt/train/a", "1");
            var bothRun = new CountDownLatch(2);
            bench.engine.script = container -> {
                bothRun.countDown();
                container.awaitStop();
                return 0;
            };
            create(bench, "Job", "train");
            create(bench, "Other", "validation");
            TrainingBench.await(bothRun);

            assertThat(data(bench, "Job").resolve("train/a")).exists();
            assertThat(data(bench, "Other").resolve("validation/a")).exists();
            assertThat(data(bench, "Other").resolve("train")).doesNotExist();
            end(bench, "Job");
            end(bench, "Other");
        }
    }

    @Test
    void whatAFailureLeftIsNotWhatTheNextOneGets() throws Exception {
        var shared = new SharedChannels(new Workspaces(directory));

        assertThatThrownBy(() -> shared.lease("data", filled -> {
                    write(filled.resolve("half"));
                    throw new IllegalStateException("the disk is full");
                }))
                .hasMessage("the disk is full");
        try (SharedChannels.Lease lease = shared.lease("data", filled -> write(filled.resolve("whole")))) {
            assertThat(lease.directory()).isDirectoryNotContaining("glob:**half");
            assertThat(lease.directory().resolve("whole")).exists();
        }
        try (var left = Files.walk(directory)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static void create(TrainingBench bench, String name, String channel) {
        bench.call("CreateTrainingJob", request(name).withAll(channels(channel, "s3://bkt/train")));
        bench.awaitPhase(name, "Training");
    }

    private static void end(TrainingBench bench, String name) {
        bench.call("StopTrainingJob", name);
        bench.awaitEnd(name);
    }

    private static Path data(TrainingBench bench, String name) {
        return bench.engine.started.stream()
                .filter(container -> container.spec.environment().containsValue(name))
                .findFirst()
                .orElseThrow()
                .spec
                .mounts()
                .getFirst()
                .source();
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
