package io.slipway.emulator.job;

import io.slipway.s3.ObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What jobs run on when their containers are played. */
public final class PlayedPlatform {

    private PlayedPlatform() {}

    /**
     * @param directory of the jobs' workspaces
     * @param logs gets the lines, by log group and stream: {@code /aws/sagemaker/TrainingJobs:job/algo-1}
     */
    public static JobPlatform of(
            ScriptedEngine engine,
            ObjectStore objects,
            ImageResolver images,
            Map<String, List<String>> logs,
            JobRunner runner,
            Path directory,
            int slots,
            GpuPolicy gpuPolicy) {
        var suffix = new AtomicInteger();
        var labels = new JobLabels("test", () -> Integer.toString(suffix.incrementAndGet()));
        return new JobPlatform(
                engine,
                engine.describe(),
                objects,
                images,
                (region, group, stream, time, line) -> logs.computeIfAbsent(
                                group + ":" + stream.replaceFirst("-\\d+$", ""), key -> new CopyOnWriteArrayList<>())
                        .add(line),
                runner,
                new ContainerSlots(slots),
                new Workspaces(directory),
                new ClusterNetworks(engine, labels, runner),
                labels,
                () -> new ContainerAccess("http://172.17.0.1:4566", "key", "secret", Optional.of("token")),
                gpuPolicy,
                InstantSource.system());
    }
}
