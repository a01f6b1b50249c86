package io.slipway.emulator.training;

import static io.slipway.emulator.training.TrainingBench.channels;
import static io.slipway.emulator.training.TrainingBench.json;
import static io.slipway.emulator.training.TrainingBench.request;
import static io.slipway.emulator.training.TrainingBench.statuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.container.EngineException;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.container.Mount;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.GpuPolicy;
import io.slipway.emulator.job.MetricScraper.Datapoint;
import io.slipway.emulator.job.ScriptedEngine;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingJobsTest {

    @TempDir
    Path directory;

    private TrainingBench bench;

    @BeforeEach
    void open() {
        bench = new TrainingBench(directory);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void completedJobHasItsModelAndItsHistory() {
        bench.engine.script = container -> {
            container.files.put("/opt/ml/model/m", "weights");
            container.files.put("/opt/ml/model/code/train.py", "pass");
            return 0;
        };

        Document job = bench.run(request("Job"));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(job.getString("SecondaryStatus")).isEqualTo("Completed");
        assertThat(statuses(job)).containsExactly("Starting", "Downloading", "Training", "Uploading", "Completed");
        assertThat(job.getString("ModelArtifacts.S3ModelArtifacts")).isEqualTo("s3://bkt/out/Job/output/model.tar.gz");
        assertThat(bench.archive("s3://bkt/out/Job/output/model.tar.gz"))
                .containsExactly(Map.entry("code/train.py", "pass"), Map.entry("m", "weights"));
        assertThat(bench.exists("s3://bkt/out/Job/output/output.tar.gz")).isFalse();
        assertThat(job.getLong("TrainingTimeInSeconds")).isGreaterThanOrEqualTo(1);
        assertThat(job.getLong("BillableTimeInSeconds")).isEqualTo(job.getLong("TrainingTimeInSeconds"));
        assertThat(job.has("FailureReason")).isFalse();
        assertThat(job.has("FinalMetricDataList")).isFalse();
    }

    @Test
    void transitionsShareTheirInstants() {
        Document job = bench.run(request("Job"));

        List<Document> transitions = job.documents("SecondaryStatusTransitions");
        for (int i = 1; i < transitions.size(); i++) {
            assertThat(transitions.get(i).find("StartTime"))
                    .isEqualTo(transitions.get(i - 1).find("EndTime"));
        }
        assertThat(transitions.getFirst().findTime("StartTime")).isEqualTo(job.findTime("CreationTime"));
        assertThat(transitions.get(1).findTime("StartTime")).isEqualTo(job.findTime("TrainingStartTime"));
        assertThat(transitions.getLast().findTime("StartTime")).isEqualTo(job.findTime("TrainingEndTime"));
        assertThat(transitions.getLast().find("EndTime"))
                .isEqualTo(transitions.getLast().find("StartTime"));
        assertThat(transitions.getLast().getString("StatusMessage")).isEqualTo("Training job completed");
    }

    @Test
    void describeFillsInWhatTheServiceFillsIn() {
        bench.put("s3://bkt/train/a", "1");

        Document job = bench.run(request("Job").withAll(channels("train", "s3://bkt/train")));

        assertThat(job.getString("OutputDataConfig.KmsKeyId")).isEmpty();
        assertThat(job.findBoolean("EnableNetworkIsolation")).contains(false);
        assertThat(job.findBoolean("EnableManagedSpotTraining")).contains(false);
        assertThat(job.findBoolean("EnableInterContainerTrafficEncryption")).contains(false);
        Document channel = job.documents("InputDataConfig").getFirst();
        assertThat(channel.getString("CompressionType")).isEqualTo("None");
        assertThat(channel.getString("RecordWrapperType")).isEqualTo("None");
        assertThat(job.has("Tags")).isFalse();
    }

    @Test
    void absentMaxRuntimeIsADay() {
        Document job = bench.run(request("Job").with("StoppingCondition", Document.EMPTY));

        assertThat(job.getLong("StoppingCondition.MaxRuntimeInSeconds")).isEqualTo(86_400);
    }

    @Test
    void containerFindsItsChannelsAndMayWriteThemForItself() throws Exception {
        bench.put("s3://bkt/data/train/x.csv", "1,2");
        bench.put("s3://bkt/data/train/sub/y.csv", "3");
        bench.put("s3://bkt/data/one.csv", "one");
        var seen = new CopyOnWriteArrayList<String>();
        bench.engine.script = container -> {
            Mount mount = container.spec.mounts().getFirst();
            seen.add(mount.target() + " " + mount.mode());
            try {
                seen.add(Files.readString(mount.source().resolve("train/sub/y.csv")));
                seen.add(Files.readString(mount.source().resolve("single/one.csv")));
                seen.add(Files.readString(mount.source().resolve("train-manifest")));
            } catch (java.io.IOException e) {
                seen.add(e.toString());
            }
            return 0;
        };

        bench.run(request("Job").withAll(channels("train", "s3://bkt/data/train", "single", "s3://bkt/data/one.csv")));

        assertThat(seen)
                .containsExactly(
                        "/opt/ml/input/data COPY_ON_WRITE",
                        "3",
                        "one",
                        "data/train\ns3://bkt/data/train/sub/y.csv\ns3://bkt/data/train/x.csv\n");
    }

    @Test
    void nothingIsLeftOfTheWorkspace() throws Exception {
        bench.put("s3://bkt/train/a", "1");
        bench.run(request("Job").withAll(channels("train", "s3://bkt/train")));
        bench.runner.close();

        try (var files = Files.walk(bench.workspaces)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        assertThat(bench.engine.closed).hasSize(1);
        assertThat(bench.text("s3://bkt/train/a")).isEqualTo("1");
    }

    @Test
    void containerIsStartedAsTheServiceStartsIt() {
        bench.run(request("Job").with("Environment", Map.of("MINE", "1", "DMLC_INTERFACE", "lo")));

        var spec = bench.engine.started.getFirst().spec;
        assertThat(spec.image().value()).isEqualTo("local/image");
        assertThat(spec.entrypoint()).isEmpty();
        assertThat(spec.command()).contains(List.of("train"));
        assertThat(spec.hostname()).isEqualTo("algo-1");
        assertThat(spec.labels())
                .containsEntry("slipway", "test")
                .containsEntry("slipway.job", TrainingBench.arn("Job").toString());
        assertThat(spec.environment())
                .containsEntry("TRAINING_JOB_NAME", "Job")
                .containsEntry("TRAINING_JOB_ARN", TrainingBench.arn("Job").toString())
                .containsEntry("AWS_REGION", "eu-west-1")
                .containsEntry("AWS_ENDPOINT_URL", "http://172.17.0.1:4566")
                .containsEntry("S3_ENDPOINT_URL", "http://172.17.0.1:4566")
                .containsEntry("AWS_ACCESS_KEY_ID", "key")
                .containsEntry("AWS_SESSION_TOKEN", "token")
                .containsEntry("DMLC_INTERFACE", "lo")
                .containsEntry("MINE", "1");
    }

    @Test
    void entrypointAndArgumentsReplaceTrain() {
        Document algorithm = json("{'TrainingImage':'i','TrainingInputMode':'File'}");

        bench.run(request("both")
                .with(
                        "AlgorithmSpecification",
                        algorithm
                                .with("ContainerEntrypoint", List.of("sh", "-c"))
                                .with("ContainerArguments", List.of("true"))));
        bench.run(request("entrypoint")
                .with("AlgorithmSpecification", algorithm.with("ContainerEntrypoint", List.of("sh"))));
        bench.run(request("arguments")
                .with("AlgorithmSpecification", algorithm.with("ContainerArguments", List.of("go"))));

        assertThat(bench.engine.started.get(0).spec.entrypoint()).contains(List.of("sh", "-c"));
        assertThat(bench.engine.started.get(0).spec.command()).contains(List.of("true"));
        assertThat(bench.engine.started.get(1).spec.entrypoint()).contains(List.of("sh"));
        assertThat(bench.engine.started.get(1).spec.command()).contains(List.of());
        assertThat(bench.engine.started.get(2).spec.entrypoint()).isEmpty();
        assertThat(bench.engine.started.get(2).spec.command()).contains(List.of("go"));
    }

    @Test
    void failureFileBecomesTheReasonAndOutputIsKept() {
        bench.engine.script = container -> {
            container.files.put("/opt/ml/output/failure", "framework error: \nboom");
            container.files.put("/opt/ml/output/data/report", "r");
            container.files.put("/opt/ml/model/m", "half");
            return 1;
        };

        Document job = bench.run(request("Job"));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Failed");
        assertThat(job.getString("FailureReason")).isEqualTo("AlgorithmError: framework error: \nboom, exit code: 1");
        assertThat(statuses(job)).endsWith("Uploading", "Failed");
        assertThat(bench.archive("s3://bkt/out/Job/output/output.tar.gz")).containsEntry("report", "r");
        assertThat(bench.exists("s3://bkt/out/Job/output/model.tar.gz")).isFalse();
    }

    @Test
    void failureWithoutAFileNamesTheExitCode() {
        bench.engine.script = container -> 139;

        assertThat(bench.run(request("Job")).getString("FailureReason")).isEqualTo("AlgorithmError: , exit code: 139");
    }

    @Test
    void longFailureIsCutToWhatTheServiceAllows() {
        bench.engine.script = container -> {
            container.files.put("/opt/ml/output/failure", "x".repeat(5000));
            return 7;
        };

        assertThat(bench.run(request("Job")).getString("FailureReason"))
                .hasSize(1024)
                .startsWith("AlgorithmError: xxx")
                .endsWith("x, exit code: 7");
    }

    @Test
    void failureFileIsIgnoredOnSuccess() {
        bench.engine.script = container -> {
            container.files.put("/opt/ml/output/failure", "not really");
            return 0;
        };

        assertThat(bench.run(request("Job")).getString("TrainingJobStatus")).isEqualTo("Completed");
    }

    @Test
    void stoppedJobKeepsItsArtifacts() {
        bench.engine.script = container -> {
            container.awaitStop();
            container.files.put("/opt/ml/model/m", "saved on SIGTERM");
            return 1;
        };
        bench.call("CreateTrainingJob", request("Job"));
        bench.awaitPhase("Job", "Training");

        assertThat(bench.call("StopTrainingJob", "Job")).isEqualTo(Document.EMPTY);

        Document job = bench.awaitEnd("Job");
        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Stopped");
        assertThat(job.getString("SecondaryStatus")).isEqualTo("Stopped");
        assertThat(statuses(job)).endsWith("Stopping", "Uploading", "Stopped");
        assertThat(bench.archive("s3://bkt/out/Job/output/model.tar.gz")).containsEntry("m", "saved on SIGTERM");
    }

    @Test
    void jobThatStopsOrHasEndedCannotBeStopped() {
        var release = new CountDownLatch(1);
        bench.engine.script = container -> {
            container.awaitStop();
            release.await();
            return 0;
        };
        bench.call("CreateTrainingJob", request("Job"));
        bench.awaitPhase("Job", "Training");
        bench.call("StopTrainingJob", "Job");

        assertThatThrownBy(() -> bench.call("StopTrainingJob", "Job"))
                .isInstanceOf(ApiException.class)
                .hasMessage("The request was rejected because the training job is in status Stopping.");
        release.countDown();
        bench.awaitEnd("Job");
        assertThatThrownBy(() -> bench.call("StopTrainingJob", "Job"))
                .hasMessage("The request was rejected because the training job is in status Stopped.");
    }

    @Test
    void jobStoppedBeforeItHadAPlaceNeverRuns() {
        bench.close();
        bench = new TrainingBench(directory, 1, GpuPolicy.AUTO, new ScriptedEngine());
        var release = new CountDownLatch(1);
        bench.engine.script = container -> {
            release.await();
            return 0;
        };
        bench.call("CreateTrainingJob", request("first"));
        bench.awaitPhase("first", "Training");
        bench.call("CreateTrainingJob", request("second"));
        bench.awaitPhase("second", "Pending");

        bench.call("StopTrainingJob", "second");

        Document second = bench.awaitEnd("second");
        assertThat(statuses(second)).containsExactly("Starting", "Pending", "Stopping", "Stopped");
        assertThat(second.has("TrainingStartTime")).isFalse();
        assertThat(second.has("TrainingTimeInSeconds")).isFalse();
        release.countDown();
        assertThat(bench.awaitEnd("first").getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(bench.engine.started).hasSize(1);
    }

    @Test
    void waitingJobRunsWhenAPlaceIsFree() {
        bench.close();
        bench = new TrainingBench(directory, 1, GpuPolicy.AUTO, new ScriptedEngine());
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        bench.engine.script = container -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            container.print("working");
            running.decrementAndGet();
            return 0;
        };
        for (int i = 0; i < 5; i++) {
            bench.call("CreateTrainingJob", request("job-" + i));
        }

        for (int i = 0; i < 5; i++) {
            assertThat(bench.awaitEnd("job-" + i).getString("TrainingJobStatus"))
                    .isEqualTo("Completed");
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void jobThatRunsTooLongIsStoppedAndKeepsItsModel() {
        bench.engine.script = container -> {
            container.awaitStop();
            container.files.put("/opt/ml/model/m", "saved");
            return 0;
        };

        Document job = bench.run(request("Job").with("StoppingCondition", json("{'MaxRuntimeInSeconds':1}")));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Stopped");
        assertThat(job.getString("SecondaryStatus")).isEqualTo("MaxRuntimeExceeded");
        assertThat(statuses(job)).endsWith("Training", "Stopping", "Uploading", "MaxRuntimeExceeded");
        assertThat(bench.archive("s3://bkt/out/Job/output/model.tar.gz")).containsEntry("m", "saved");
    }

    @Test
    void metricsAreTakenFromTheLog() {
        var measured = new CopyOnWriteArrayList<Datapoint>();
        bench.jobs.addListener(new TrainingListener() {
            @Override
            public void measured(Arn job, Datapoint datapoint) {
                measured.add(datapoint);
            }
        });
        bench.engine.script = container -> {
            container.print("[0]\tloss=0.5 acc=1e-1");
            container.print("[1]\tloss=0.0036");
            return 0;
        };
        Document algorithm = json("{'TrainingImage':'i','TrainingInputMode':'File','MetricDefinitions':["
                + "{'Name':'never','Regex':'never=(.*)'},"
                + "{'Name':'loss','Regex':'#011loss=([0-9.]+)'},"
                + "{'Name':'acc','Regex':'acc=(.*)'}]}");

        Document job = bench.run(request("Job").with("AlgorithmSpecification", algorithm));

        List<Document> metrics = job.documents("FinalMetricDataList");
        assertThat(metrics.stream().map(metric -> metric.getString("MetricName")))
                .containsExactly("loss", "acc");
        assertThat(metrics.getFirst().findDouble("Value").orElseThrow()).isEqualTo(0.003599999938160181);
        assertThat(metrics.getFirst().findTime("Timestamp").orElseThrow().toEpochMilli() % 1000)
                .isZero();
        assertThat(measured.stream().map(Datapoint::metric)).containsExactly("loss", "acc", "loss");
        assertThat(bench.log("Job", "algo-1")).contains("[0]\tloss=0.5 acc=1e-1");
    }

    @Test
    void builtInImageHasTheServicesMetrics() {
        String image = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1";
        bench.engine.script = container -> {
            container.print("[3]\ttrain-rmse:8.09\tvalidation-rmse:8.33");
            return 0;
        };
        Document algorithm = json("{'TrainingInputMode':'File'}").with("TrainingImage", image);

        Document job = bench.run(request("Job").with("AlgorithmSpecification", algorithm));

        assertThat(job.getString("AlgorithmSpecification.TrainingImage")).isEqualTo(image);
        assertThat(job.documents("AlgorithmSpecification.MetricDefinitions"))
                .hasSizeBetween(34, 40)
                .anySatisfy(metric -> assertThat(metric.getString("Name")).isEqualTo("validation:auc"));
        assertThat(job.documents("FinalMetricDataList").stream().map(metric -> metric.getString("MetricName")))
                .containsExactlyInAnyOrder("train:rmse", "validation:rmse");
    }

    @Test
    void hostsSeeEachOtherAndShareTheDataByKey() {
        for (int i = 0; i < 5; i++) {
            bench.put("s3://bkt/d/" + i, "" + i);
        }
        bench.engine.script = container -> {
            container.files.put("/opt/ml/model/" + container.spec.hostname(), "m");
            return 0;
        };
        Document request = request("Job")
                .withAll(channels("d", "s3://bkt/d/"))
                .with("ResourceConfig", json("{'InstanceType':'ml.m5.large','InstanceCount':2}"));
        Document channel = request.documents("InputDataConfig").getFirst();
        Document sharded = json("{'S3DataSource':{'S3DataType':'S3Prefix','S3Uri':'s3://bkt/d/',"
                + "'S3DataDistributionType':'ShardedByS3Key'}}");
        var files = new CopyOnWriteArrayList<String>();
        var script = bench.engine.script;
        bench.engine.script = container -> {
            try (var listing =
                    Files.list(container.spec.mounts().getFirst().source().resolve("d"))) {
                listing.forEach(file -> files.add(container.spec.hostname() + " " + file.getFileName()));
            } catch (java.io.IOException e) {
                files.add(e.toString());
            }
            return script.run(container);
        };

        Document job = bench.run(request.with("InputDataConfig", List.of(channel.with("DataSource", sharded))));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(files).containsExactlyInAnyOrder("algo-1 0", "algo-1 2", "algo-1 4", "algo-2 1", "algo-2 3");
        assertThat(bench.archive("s3://bkt/out/Job/output/model.tar.gz")).containsOnlyKeys("algo-1", "algo-2");
        Document config =
                Document.parse(bench.engine.started.get(1).files.get("/opt/ml/input/config/resourceconfig.json"));
        assertThat(config.strings("hosts")).containsExactly("algo-1", "algo-2");
        assertThat(config.getString("current_host"))
                .isEqualTo(bench.engine.started.get(1).spec.hostname());
    }

    @Test
    void channelOfAGroupIsSharedByItsHostsAlone() {
        for (int i = 0; i < 4; i++) {
            bench.put("s3://bkt/d/" + i, "" + i);
        }
        Document channel = json(
                "{'ChannelName':'d','DataSource':{'S3DataSource':{'S3DataType':'S3Prefix',"
                        + "'S3Uri':'s3://bkt/d/','S3DataDistributionType':'ShardedByS3Key','InstanceGroupNames':['workers']}}}");
        var files = listing("d");

        Document job = bench.run(request("Job")
                .with("InputDataConfig", List.of(channel))
                .with(
                        "ResourceConfig",
                        json("{'InstanceGroups':[{'InstanceGroupName':'head','InstanceType':'ml.m5.large',"
                                + "'InstanceCount':1},{'InstanceGroupName':'workers','InstanceType':'ml.m5.large',"
                                + "'InstanceCount':2}]}")));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(files).containsExactlyInAnyOrder("algo-2 0", "algo-2 2", "algo-3 1", "algo-3 3");
    }

    @Test
    void shuffledShardsAreAllOfTheChannelInAnotherOrder() {
        for (int i = 0; i < 20; i++) {
            bench.put("s3://bkt/d/" + (char) ('a' + i), "x");
        }
        Document channel = json("{'ChannelName':'d','ShuffleConfig':{'Seed':5},'DataSource':{'S3DataSource':{"
                + "'S3DataType':'S3Prefix','S3Uri':'s3://bkt/d/','S3DataDistributionType':'ShardedByS3Key'}}}");
        var files = listing("d");

        bench.run(request("Job")
                .with("InputDataConfig", List.of(channel))
                .with("ResourceConfig", json("{'InstanceType':'ml.m5.large','InstanceCount':2}")));

        assertThat(files).filteredOn(file -> file.startsWith("algo-1")).hasSize(10);
        assertThat(files.stream().map(file -> file.substring("algo-1 ".length())))
                .hasSize(20)
                .doesNotHaveDuplicates();
        assertThat(files).anyMatch(file -> "algo-1 b algo-1 d algo-1 f algo-1 h algo-1 j".contains(file));
    }

    /** Has each container list a channel: {@code algo-1 name}. */
    private List<String> listing(String channel) {
        var files = new CopyOnWriteArrayList<String>();
        bench.engine.script = container -> {
            var directory = container.spec.mounts().stream()
                    .findFirst()
                    .map(mount -> mount.source().resolve(channel).toFile().list());
            directory.ifPresent(
                    names -> List.of(names).forEach(name -> files.add(container.spec.hostname() + " " + name)));
            return 0;
        };
        return files;
    }

    @Test
    void oneFailedHostFailsTheJobAndStopsTheOthers() {
        bench.engine.script = container -> {
            if (container.spec.hostname().equals("algo-2")) {
                container.files.put("/opt/ml/output/failure", "second");
                return 3;
            }
            container.awaitStop();
            return 0;
        };

        Document job = bench.run(
                request("Job").with("ResourceConfig", json("{'InstanceType':'ml.m5.large','InstanceCount':3}")));

        assertThat(job.getString("FailureReason")).isEqualTo("AlgorithmError: second, exit code: 3");
        bench.runner.close();
        assertThat(bench.engine.closed).hasSize(3);
    }

    @Test
    void hostThatDoesNotComeUpLeavesNoOtherRunning() {
        bench.engine.broken = spec -> spec.hostname().equals("algo-2");
        bench.engine.script = container -> {
            container.awaitStop();
            return 0;
        };

        Document job = bench.run(
                request("Job").with("ResourceConfig", json("{'InstanceType':'ml.m5.large','InstanceCount':3}")));

        assertThat(job.getString("FailureReason"))
                .startsWith("InternalServerError: ")
                .endsWith("there is no room for algo-2");
        bench.runner.close();
        assertThat(bench.engine.closed).containsExactlyInAnyOrderElementsOf(bench.engine.started);
    }

    @Test
    void checkpointsAreRestoredAndKept() {
        bench.put("s3://bkt/ckpt/old", "before");
        bench.put("s3://bkt/ckpt-other/x", "not mine");
        var restored = new CopyOnWriteArrayList<String>();
        bench.engine.script = container -> {
            for (Mount mount : container.spec.mounts()) {
                if (mount.target().equals("/state")) {
                    restored.addAll(List.of(mount.source().toFile().list()));
                }
            }
            container.files.put("/state/new/1", "after");
            return 0;
        };

        Document job = bench.run(
                request("Job").with("CheckpointConfig", json("{'S3Uri':'s3://bkt/ckpt','LocalPath':'/state'}")));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(restored).containsExactly("old");
        assertThat(bench.text("s3://bkt/ckpt/new/1")).isEqualTo("after");
        assertThat(bench.text("s3://bkt/ckpt/old")).isEqualTo("before");
        assertThat(bench.engine.started.getFirst().files.get("/opt/ml/input/config/checkpointconfig.json"))
                .isEqualTo("{\"LocalPath\":\"/state\"}");
    }

    @Test
    void uncompressedOutputIsFiles() {
        bench.engine.script = container -> {
            container.files.put("/opt/ml/model/a/b", "1");
            container.files.put("/opt/ml/output/data/c", "2");
            return 0;
        };

        Document job = bench.run(
                request("Job").with("OutputDataConfig", json("{'S3OutputPath':'s3://bkt/','CompressionType':'NONE'}")));

        assertThat(job.getString("ModelArtifacts.S3ModelArtifacts")).isEqualTo("s3://bkt/Job/output/model");
        assertThat(bench.text("s3://bkt/Job/output/model/a/b")).isEqualTo("1");
        assertThat(bench.text("s3://bkt/Job/output/data/c")).isEqualTo("2");
    }

    @Test
    void tensorsEventsAndProfilesAreKeptBesideTheModel() {
        bench.engine.script = container -> {
            container.files.put("/opt/ml/output/tensors/t", "tensors");
            container.files.put("/opt/ml/output/tensorboard/e", "events");
            container.files.put("/opt/ml/output/profiler/p", "profile");
            return 1;
        };

        bench.run(request("Job")
                .withAll(json("{'DebugHookConfig':{'S3OutputPath':'s3://bkt/debug'},"
                        + "'TensorBoardOutputConfig':{'S3OutputPath':'s3://bkt/board/'},"
                        + "'ProfilerConfig':{'S3OutputPath':'s3://bkt/profiler',"
                        + "'ProfilingParameters':{'FileCloseInterval':'60'}}}")));

        assertThat(bench.text("s3://bkt/debug/Job/debug-output/t")).isEqualTo("tensors");
        assertThat(bench.text("s3://bkt/board/Job/tensorboard-output/e")).isEqualTo("events");
        assertThat(bench.text("s3://bkt/profiler/Job/profiler-output/p")).isEqualTo("profile");
        assertThat(bench.engine.started.getFirst().files.get("/opt/ml/input/config/profilerconfig.json"))
                .isEqualTo("{\"ProfilingIntervalInMilliseconds\":500,\"ProfilingParameters\":"
                        + "{\"ProfilerEnabled\":true,\"LocalPath\":\"/opt/ml/output/profiler\","
                        + "\"FileCloseInterval\":\"60\"},\"S3OutputPath\":\"s3://bkt/profiler\"}");
    }

    @Test
    void missingOutputBucketFailsTheJobWithAReason() {
        Document job = bench.run(request("Job").with("OutputDataConfig", json("{'S3OutputPath':'s3://not-there/x'}")));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Failed");
        assertThat(job.getString("FailureReason")).startsWith("ClientError: Artifact upload failed:");
    }

    @Test
    void missingImageFailsTheJobWithTheWayOut() {
        bench.imageFailure = Optional.of(new ImageNotFoundException(new ImageRef("nowhere"), "map it with --image"));

        Document job = bench.run(request("Job"));

        assertThat(job.getString("FailureReason"))
                .startsWith("ClientError: Cannot pull algorithm container.")
                .endsWith("map it with --image");
        assertThat(bench.engine.started).isEmpty();
    }

    @Test
    void clashingObjectsFailTheDownload() {
        bench.put("s3://bkt/d/a", "file");
        bench.put("s3://bkt/d/a/b", "below it");

        Document job = bench.run(request("Job").withAll(channels("d", "s3://bkt/d/")));

        assertThat(job.getString("FailureReason")).startsWith("ClientError: Data download failed:");
        assertThat(statuses(job)).endsWith("Failed");
    }

    @Test
    void engineFailureIsAnInternalErrorAndIsTriedAgainWhenAskedTo() {
        bench.imageFailure = Optional.of(new EngineException("the engine is gone"));

        Document once = bench.run(request("once"));
        Document retried = bench.run(request("retried").with("RetryStrategy", json("{'MaximumRetryAttempts':2}")));

        assertThat(once.getString("FailureReason"))
                .isEqualTo("InternalServerError: We encountered an internal error. Please try again."
                        + " the engine is gone");
        assertThat(statuses(retried))
                .filteredOn("Starting"::equals)
                .as("the first and two retries")
                .hasSize(3);
    }

    @Test
    void errorOfTheMachineEndsTheJobToo() {
        bench.imageError = Optional.of(new StackOverflowError());

        Document job = bench.run(request("Job"));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Failed");
        assertThat(job.getString("FailureReason")).startsWith("InternalServerError: ");
    }

    @Test
    void gpuTypeRunsOnTheCpuAndSaysSo() {
        Document job = bench.run(
                request("Job").with("ResourceConfig", json("{'InstanceType':'ml.p3.2xlarge','InstanceCount':1}")));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(bench.log("Job", "algo-1"))
                .anySatisfy(line -> assertThat(line).contains("runs on the CPU"));
        assertThat(bench.engine.started.getFirst().spec.environment()).containsEntry("NVIDIA_VISIBLE_DEVICES", "void");
    }

    @Test
    void gpuTypeGetsTheDevicesThereAre() {
        bench.close();
        bench = new TrainingBench(directory, 4, GpuPolicy.AUTO, new ScriptedEngine(true));

        bench.run(request("gpu").with("ResourceConfig", json("{'InstanceType':'ml.g5.2xlarge','InstanceCount':1}")));
        bench.run(request("cpu"));

        var gpu = bench.engine.started.getFirst().spec;
        assertThat(gpu.limits().gpus()).isEqualTo(-1);
        assertThat(gpu.environment()).containsEntry("NVIDIA_VISIBLE_DEVICES", "all");
        assertThat(bench.log("gpu", "algo-1"))
                .noneSatisfy(line -> assertThat(line).contains("CPU"));
        assertThat(bench.engine.started.getLast().spec.limits().gpus()).isZero();
    }

    @Test
    void requiredGpuThatIsNotThereFailsTheJob() {
        bench.close();
        bench = new TrainingBench(directory, 4, GpuPolicy.REQUIRE, new ScriptedEngine());

        Document job = bench.run(
                request("Job").with("ResourceConfig", json("{'InstanceType':'ml.p3.2xlarge','InstanceCount':1}")));

        assertThat(job.getString("FailureReason")).startsWith("CapacityError: ").contains("ml.p3.2xlarge");
    }

    @Test
    void jobsThatACrashCutShortAreSettledAtTheNextStart() {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        for (String status : List.of("InProgress", "Stopping")) {
            Document managed = TrainingState.initial(Document.EMPTY, now);
            bench.open
                    .store()
                    .insertIfAbsent(new Resource(
                            TrainingBench.arn(status), status, Optional.empty(), now, now, request(status), managed));
        }

        bench.jobs.recover();

        Document failed = bench.call("DescribeTrainingJob", "InProgress");
        assertThat(failed.getString("TrainingJobStatus")).isEqualTo("Failed");
        assertThat(failed.getString("FailureReason")).startsWith("InternalServerError: ");
        assertThat(bench.call("DescribeTrainingJob", "Stopping").getString("TrainingJobStatus"))
                .isEqualTo("Stopped");
    }

    @Test
    void closingLeavesARunningJobToTheNextStart() {
        bench.engine.script = container -> {
            container.awaitStop();
            return 0;
        };
        bench.call("CreateTrainingJob", request("Job"));
        bench.awaitPhase("Job", "Training");

        bench.runner.close();

        assertThat(bench.engine.closed).hasSize(1);
        assertThat(bench.call("DescribeTrainingJob", "Job").getString("TrainingJobStatus"))
                .isEqualTo("InProgress");
        bench.jobs.recover();
        assertThat(bench.call("DescribeTrainingJob", "Job").getString("TrainingJobStatus"))
                .isEqualTo("Failed");
    }

    @Test
    void childOfATuningJobIsMadeOnce() {
        Arn tuning = Arn.sageMaker("eu-west-1", "000000000000", "hyper-parameter-tuning-job", "Tune");

        bench.jobs.createChild(tuning, request("Tune-001"));
        bench.jobs.createChild(tuning, request("Tune-001"));

        assertThat(bench.awaitEnd("Tune-001").getString("TuningJobArn")).isEqualTo(tuning.toString());
        assertThat(bench.engine.started).hasSize(1);
        assertThatThrownBy(() -> bench.call("CreateTrainingJob", request("tune-001")))
                .hasMessageContaining("already exists");
    }
}
