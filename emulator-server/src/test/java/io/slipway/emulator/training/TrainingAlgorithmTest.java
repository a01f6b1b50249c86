package io.slipway.emulator.training;

import static io.slipway.emulator.training.TrainingBench.channels;
import static io.slipway.emulator.training.TrainingBench.json;
import static io.slipway.emulator.training.TrainingBench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training jobs that name an algorithm in place of an image. */
class TrainingAlgorithmTest {

    @TempDir
    Path directory;

    private TrainingBench bench;

    @BeforeEach
    void open() {
        bench = new TrainingBench(directory);
        bench.put("s3://bkt/d/a", "1");
        bench.algorithms.put(
                "trees",
                json(
                        "{'TrainingImage':'trees:1','SupportedTrainingInstanceTypes':['ml.m5.large','ml.m5.xlarge'],"
                                + "'SupportsDistributedTraining':false,"
                                + "'MetricDefinitions':[{'Name':'loss','Regex':'loss=([0-9.]+)'}],"
                                + "'SupportedHyperParameters':["
                                + "{'Name':'depth','Type':'Integer','IsRequired':true,'Range':"
                                + "{'IntegerParameterRangeSpecification':{'MinValue':'1','MaxValue':'9'}}},"
                                + "{'Name':'rate','Type':'Continuous','DefaultValue':'0.3','Range':"
                                + "{'ContinuousParameterRangeSpecification':{'MinValue':'0','MaxValue':'1'}}},"
                                + "{'Name':'kind','Type':'Categorical','Range':"
                                + "{'CategoricalParameterRangeSpecification':{'Values':['oak','elm']}}},"
                                + "{'Name':'note','Type':'FreeText'}],"
                                + "'TrainingChannels':["
                                + "{'Name':'train','IsRequired':true,'SupportedContentTypes':['text/csv'],"
                                + "'SupportedCompressionTypes':['None'],'SupportedInputModes':['File']},"
                                + "{'Name':'test','SupportedContentTypes':['text/csv'],'SupportedInputModes':['File','Pipe']}]}"));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Document job() {
        return request("Job")
                .withAll(channels("train", "s3://bkt/d/"))
                .with("AlgorithmSpecification", json("{'AlgorithmName':'trees','TrainingInputMode':'File'}"))
                .with("HyperParameters", Map.of("depth", "3"));
    }

    @Test
    void imageMetricsAndDefaultsAreTheAlgorithms() {
        bench.engine.script = container -> {
            container.print("loss=0.5");
            return 0;
        };

        Document job =
                bench.run(job().with("HyperParameters", Map.of("depth", "3", "_tuning_objective_metric", "loss")));

        assertThat(job.getString("TrainingJobStatus")).isEqualTo("Completed");
        assertThat(bench.engine.started.getFirst().spec.image().value()).isEqualTo("local/trees:1");
        assertThat(job.getString("AlgorithmSpecification.AlgorithmName")).isEqualTo("trees");
        assertThat(job.has("AlgorithmSpecification.TrainingImage")).isFalse();
        assertThat(job.documents("AlgorithmSpecification.MetricDefinitions"))
                .extracting(metric -> metric.getString("Name"))
                .containsExactly("loss");
        assertThat(job.documents("FinalMetricDataList"))
                .extracting(metric -> metric.getString("MetricName"))
                .containsExactly("loss");
        assertThat(Document.parse(
                                bench.engine.started.getFirst().files.get("/opt/ml/input/config/hyperparameters.json"))
                        .getString("rate"))
                .isEqualTo("0.3");
    }

    @Test
    void jobGoesOnThoughItsAlgorithmIsDeleted() {
        bench.engine.script = container -> {
            bench.algorithms.clear();
            return 0;
        };

        assertThat(bench.run(job()).getString("TrainingJobStatus")).isEqualTo("Completed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'AlgorithmSpecification':{'AlgorithmName':'shrubs','TrainingInputMode':'File'}};"
                        + "Algorithm with name shrubs does not exist.",
                "{'AlgorithmSpecification':{'AlgorithmName':'trees','TrainingInputMode':'File','MetricDefinitions':"
                        + "[{'Name':'m','Regex':'m'}]}};You can't override the metric definitions",
                "{'AlgorithmSpecification':{'AlgorithmName':'trees','TrainingInputMode':'FastFile'}};"
                        + "Invalid input mode: FastFile of channel train",
                "{'HyperParameters':{}};Required hyperparameter: depth is not set",
                "{'HyperParameters':{'depth':'1.5'}};It must be an integer",
                "{'HyperParameters':{'depth':'deep'}};Invalid value: deep of hyperparameter: depth",
                "{'HyperParameters':{'depth':'10'}};It must be an integer from 1 to 9",
                "{'HyperParameters':{'depth':'1','rate':'-0.1'}};It must be a number from 0 to 1",
                "{'HyperParameters':{'depth':'1','kind':'fir'}};It must be one of [oak, elm]",
                "{'HyperParameters':{'depth':'1','width':'1'}};Invalid hyperparameter: width is not supported",
                "{'ResourceConfig':{'InstanceType':'ml.p3.2xlarge','InstanceCount':1}};Invalid instance type: ml.p3.2xlarge",
                "{'ResourceConfig':{'InstanceType':'ml.m5.large','InstanceCount':2}};Distributed training is not supported",
                "{'InputDataConfig':[]};Required channel: train"
            })
    void jobThatDoesNotKeepToTheAlgorithmIsRefused(String members, String message) {
        assertThatThrownBy(() -> bench.call("CreateTrainingJob", job().withAll(json(members))))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.VALIDATION_EXCEPTION))
                .hasMessageContaining(message);
        assertThat(bench.open.store().find(TrainingBench.arn("Job"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'ChannelName':'other';Invalid channel: other is not defined",
                "'ContentType':'text/xml';Invalid content type: text/xml of channel train",
                "'CompressionType':'Gzip';Invalid compression type: Gzip of channel train"
            })
    void channelThatTheAlgorithmDoesNotTakeIsRefused(String members, String message) {
        Document channel =
                channels("train", "s3://bkt/d/").documents("InputDataConfig").getFirst();

        assertThatThrownBy(() -> bench.call(
                        "CreateTrainingJob",
                        job().with("InputDataConfig", List.of(channel.withAll(json("{" + members + "}"))))))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(message);
    }
}
