package io.slipway.emulator.training;

import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory that is kept beside model and output: Debugger's tensors, TensorBoard's events, the profiler's.
 *
 * @param localPath in the container
 * @param target prefix of the objects
 */
record SideOutput(String localPath, S3Uri target) {

    static List<SideOutput> of(Document job) {
        List<SideOutput> outputs = new ArrayList<>();
        add(outputs, job, "DebugHookConfig", ContainerPaths.TENSORS, "debug-output");
        add(outputs, job, "TensorBoardOutputConfig", ContainerPaths.TENSORBOARD, "tensorboard-output");
        if (!job.isTrue("ProfilerConfig.DisableProfiler") && job.has("ProfilerConfig.S3OutputPath")) {
            add(outputs, job, "ProfilerConfig", ContainerPaths.PROFILER, "profiler-output");
        }
        return outputs;
    }

    private static void add(List<SideOutput> outputs, Document job, String member, String defaultPath, String folder) {
        job.findDocument(member)
                .ifPresent(config -> outputs.add(new SideOutput(
                        config.findString("LocalPath").orElse(defaultPath),
                        S3Uri.parse(config.getString("S3OutputPath"))
                                .resolve(job.getString("TrainingJobName"))
                                .resolve(folder))));
    }
}
