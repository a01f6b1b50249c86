package io.slipway.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.wire.Document;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.sagemakermetrics.SageMakerMetricsClient;

/** Metrics through the protocols that clients speak: the SDK for Java, and JSON and query as boto3 new and old write them. */
@SuppressWarnings("unchecked") // The SDK takes arrays of lambdas.
class CloudWatchTest {

    private static final String JOBS = "/aws/sagemaker/TrainingJobs";
    /** Some hour of today, long enough ago to be no recent one. */
    private static Instant noon;

    private static SimulatedSlipway slipway;
    private static CloudWatchClient cloudWatch;

    @BeforeAll
    static void start() throws Exception {
        noon = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(5, ChronoUnit.HOURS);
        slipway = new SimulatedSlipway();
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));
        cloudWatch = CloudWatchClient.builder()
                .endpointOverride(slipway.uri("/"))
                .region(Region.US_WEST_2)
                .credentialsProvider(credentials)
                .build();
        assertThat(slipway.put("/data", "")).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        cloudWatch.close();
        slipway.close();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private static void put(String namespace, String name, int count) {
        cloudWatch.putMetricData(request -> request.namespace(namespace)
                .metricData(IntStream.range(0, count)
                        .mapToObj(i -> MetricDatum.builder()
                                .metricName(name)
                                .dimensions(dimension("Job", "a"))
                                .timestamp(noon.plusSeconds(i * 10L))
                                .value((double) i)
                                .build())
                        .toList()));
    }

    @Test
    void valuesOfJobsCanBeReadWhenTheyHaveEnded() throws Exception {
        slipway.call("CreateTrainingJob", Document.parse("""
                        {"TrainingJobName": "Measured",
                         "AlgorithmSpecification": {
                             "TrainingImage": "433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:latest",
                             "TrainingInputMode": "File"},
                         "RoleArn": "arn:aws:iam::000000000000:role/Test",
                         "OutputDataConfig": {"S3OutputPath": "s3://data/models"},
                         "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
                         "StoppingCondition": {"MaxRuntimeInSeconds": 600}}"""));
        Document job = slipway.awaitEnd("TrainingJob", "Measured");
        Document last = job.documents("FinalMetricDataList").getFirst();
        List<Datapoint> datapoints = cloudWatch
                .getMetricStatistics(request -> request.namespace(JOBS)
                        .metricName(last.getString("MetricName"))
                        .dimensions(dimension("TrainingJobName", "Measured"))
                        .startTime(job.findTime("TrainingStartTime").orElseThrow())
                        .endTime(job.findTime("TrainingEndTime").orElseThrow().plusSeconds(60))
                        .period(60)
                        .statistics(Statistic.AVERAGE, Statistic.SAMPLE_COUNT, Statistic.MINIMUM, Statistic.MAXIMUM))
                .datapoints();
        assertThat(datapoints).isNotEmpty();
        assertThat(datapoints.getLast().minimum())
                .isLessThanOrEqualTo(last.findDouble("Value").orElseThrow());
        assertThat(datapoints.getLast().maximum())
                .isGreaterThanOrEqualTo(last.findDouble("Value").orElseThrow());
        assertThat(datapoints.getLast().unit()).isEqualTo(StandardUnit.NONE);
        assertThat(cloudWatch
                        .listMetrics(request -> request.namespace(JOBS)
                                .dimensions(
                                        filter -> filter.name("TrainingJobName").value("Measured")))
                        .metrics())
                .extracting(metric -> metric.metricName())
                .contains(last.getString("MetricName"));
    }

    @Test
    void valuesAreGatheredByPeriod() {
        put("Gathered", "loss", 12);
        var response = cloudWatch.getMetricStatistics(request -> request.namespace("Gathered")
                .metricName("loss")
                .dimensions(dimension("Job", "a"))
                .startTime(noon.plusSeconds(30))
                .endTime(noon.plusSeconds(600))
                .period(60)
                .statistics(Statistic.SUM, Statistic.AVERAGE, Statistic.SAMPLE_COUNT)
                .extendedStatistics("p50", "p90"));
        assertThat(response.label()).isEqualTo("loss");
        assertThat(response.datapoints()).hasSize(2);
        Datapoint first = response.datapoints().getFirst();
        assertThat(first.timestamp()).isEqualTo(noon);
        assertThat(first.sum()).isEqualTo(15);
        assertThat(first.average()).isEqualTo(2.5);
        assertThat(first.sampleCount()).isEqualTo(6);
        assertThat(first.extendedStatistics()).containsEntry("p50", 2.5).containsEntry("p90", 4.5);
    }

    @Test
    void metricDataComesInPages() {
        put("Paged", "loss", 30);
        var pages = cloudWatch.getMetricDataPaginator(request -> request.startTime(noon)
                .endTime(noon.plusSeconds(600))
                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                .maxDatapoints(2)
                .metricDataQueries(
                        query -> query.id("a")
                                .metricStat(stat -> stat.period(60)
                                        .stat("Maximum")
                                        .metric(metric -> metric.namespace("Paged")
                                                .metricName("loss")
                                                .dimensions(dimension("Job", "a")))),
                        query -> query.id("b")
                                .label("median")
                                .metricStat(stat -> stat.period(300)
                                        .stat("p50")
                                        .metric(metric -> metric.namespace("Paged")
                                                .metricName("loss")
                                                .dimensions(dimension("Job", "a"))))));
        assertThat(pages.stream().count()).isEqualTo(3);
        assertThat(pages.metricDataResults().stream()
                        .filter(result -> result.id().equals("a"))
                        .flatMap(result -> result.values().stream()))
                .containsExactly(5.0, 11.0, 17.0, 23.0, 29.0);
        assertThat(pages.metricDataResults().stream()
                        .filter(result -> "median".equals(result.label()))
                        .flatMap(result -> result.values().stream()))
                .containsExactly(14.5);
    }

    @Test
    void expressionsAreComputedOfTheOtherQueries() {
        put("Math", "loss", 24);
        put("Math", "error", 12);
        var response = cloudWatch.getMetricData(request -> request.startTime(noon)
                .endTime(noon.plusSeconds(240))
                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                .metricDataQueries(
                        query -> query.id("twice").expression("share * 2").label("both"),
                        query -> query.id("share").expression("error / loss"),
                        query -> query.id("filled")
                                .expression("FILL(METRICS(), 0)")
                                .label("Filled with 0:"),
                        query -> query.id("mean").expression("AVG(loss)").returnData(false),
                        query -> query.id("loss").returnData(false).metricStat(stat -> maximum(stat, "loss")),
                        query -> query.id("error").metricStat(stat -> maximum(stat, "error"))));
        assertThat(response.metricDataResults())
                .extracting(result -> result.id() + " " + result.label() + " " + result.values())
                .containsExactly(
                        "twice both [2.0, 2.0, 0.0, 0.0]",
                        "share share [1.0, 1.0, 0.0, 0.0]",
                        "filled Filled with 0: loss [5.0, 11.0, 17.0, 23.0]",
                        "filled Filled with 0: error [5.0, 11.0, 0.0, 0.0]",
                        "error error [5.0, 11.0]");
        assertThat(response.metricDataResults().getFirst().timestamps()).first().isEqualTo(noon);
        var pages = cloudWatch.getMetricDataPaginator(request -> request.startTime(noon)
                .endTime(noon.plusSeconds(240))
                .maxDatapoints(3)
                .metricDataQueries(
                        query -> query.id("e").expression("RATE(METRICS())"),
                        query -> query.id("loss").metricStat(stat -> maximum(stat, "loss"))));
        assertThat(pages.stream()
                        .flatMap(page -> page.metricDataResults().stream())
                        .map(result -> result.id() + " " + result.values()))
                .containsExactly("e [0.1, 0.1, 0.1]", "loss [23.0, 17.0, 11.0]", "loss [5.0]");
    }

    private static MetricStat.Builder maximum(MetricStat.Builder stat, String metric) {
        return stat.period(60)
                .stat("Maximum")
                .metric(each -> each.namespace("Math").metricName(metric).dimensions(dimension("Job", "a")));
    }

    @Test
    void expressionThatMeansNothingIsRefused() {
        for (String[] refused : new String[][] {
            {"m1 +", "Error in expression 'e1': Invalid syntax"},
            {"m1 / m2", "Error in expression 'e1': Undefined variable: m2"},
            {"SEARCH('{N}', 'Sum')", "Error in expression 'e1': Unsupported function: SEARCH"},
            {
                "AVG(m1)",
                "Error in expression 'e1': The expression must result in a time series or an array of time series"
            }
        }) {
            assertThatThrownBy(() -> cloudWatch.getMetricData(request -> request.startTime(noon)
                            .endTime(noon.plusSeconds(60))
                            .metricDataQueries(
                                    query -> query.id("e1").expression(refused[0]),
                                    query -> query.id("m1").metricStat(stat -> maximum(stat, "loss")))))
                    .isInstanceOfSatisfying(
                            CloudWatchException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError"))
                    .hasMessageContaining(refused[1]);
        }
        assertThatThrownBy(() -> cloudWatch.getMetricData(request -> request.startTime(noon)
                        .endTime(noon.plusSeconds(60))
                        .metricDataQueries(query -> query.id("neither"))))
                .isInstanceOf(CloudWatchException.class)
                .hasMessageContaining("must have either MetricStat or Expression");
    }

    @Test
    void setsAndCountsOfValuesCountAsSuch() {
        cloudWatch.putMetricData(request -> request.namespace("Sets")
                .metricData(
                        datum -> datum.metricName("m")
                                .timestamp(noon)
                                .unit(StandardUnit.PERCENT)
                                .statisticValues(set -> set.sampleCount(4.0)
                                        .sum(10.0)
                                        .minimum(1.0)
                                        .maximum(4.0)),
                        datum -> datum.metricName("m")
                                .timestamp(noon)
                                .unit(StandardUnit.PERCENT)
                                .values(6.0, 7.0)
                                .counts(2.0, 1.0)));
        Datapoint datapoint = cloudWatch
                .getMetricStatistics(request -> request.namespace("Sets")
                        .metricName("m")
                        .startTime(noon)
                        .endTime(noon.plusSeconds(60))
                        .period(60)
                        .statistics(Statistic.SUM, Statistic.SAMPLE_COUNT, Statistic.MINIMUM, Statistic.MAXIMUM))
                .datapoints()
                .getFirst();
        assertThat(datapoint.sum()).isEqualTo(29);
        assertThat(datapoint.sampleCount()).isEqualTo(7);
        assertThat(datapoint.minimum()).isEqualTo(1);
        assertThat(datapoint.maximum()).isEqualTo(7);
        assertThat(datapoint.unit()).isEqualTo(StandardUnit.PERCENT);
    }

    @Test
    void listComesInPages() {
        for (int page = 0; page < 2; page++) {
            int first = page * 500;
            cloudWatch.putMetricData(request -> request.namespace("Many")
                    .metricData(IntStream.range(first, first + 500)
                            .mapToObj(i -> MetricDatum.builder()
                                    .metricName("m" + i)
                                    .value(1.0)
                                    .build())
                            .toList()));
        }
        put("Many", "one-more", 1);
        assertThat(cloudWatch.listMetricsPaginator(request -> request.namespace("Many")).metrics().stream()
                        .distinct())
                .hasSize(1001);
        assertThat(cloudWatch
                        .listMetrics(request -> request.namespace("Many").recentlyActive("PT3H"))
                        .nextToken())
                .isNotNull();
        assertThat(cloudWatch
                        .listMetrics(request -> request.namespace("Many").dimensions(filter -> filter.name("Job")))
                        .metrics())
                .hasSize(1);
    }

    @Test
    void refusalsAreTheServices() {
        assertThatThrownBy(() -> cloudWatch.getMetricStatistics(request -> request.namespace("N")
                        .metricName("m")
                        .startTime(noon.minus(2, ChronoUnit.DAYS))
                        .endTime(noon)
                        .period(60)
                        .statistics(Statistic.SUM)))
                .isInstanceOfSatisfying(
                        InvalidParameterCombinationException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).startsWith("InvalidParameterCombination"))
                .hasMessageContaining("You have requested up to 2,880 datapoints, which exceeds the limit of 1,440. You"
                        + " may reduce the datapoints requested by increasing Period, or decreasing the time range.");
        assertThatThrownBy(() -> cloudWatch.putMetricData(request -> request.namespace("N")
                        .metricData(datum -> datum.metricName("m").value(1.0).values(2.0))))
                .isInstanceOf(InvalidParameterCombinationException.class)
                .hasMessageContaining("The parameters MetricData.member.1.Value and MetricData.member.1.Values are"
                        + " mutually exclusive and you have specified both.");
        assertThatThrownBy(() -> cloudWatch.putMetricData(request -> request.namespace("N")
                        .metricData(
                                datum -> datum.metricName("m").value(1.0).timestamp(noon.minus(15, ChronoUnit.DAYS)))))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("two weeks in the past");
        assertThatThrownBy(() -> cloudWatch.getMetricData(request -> request.startTime(noon)
                        .endTime(noon.plusSeconds(60))
                        .metricDataQueries(query -> query.id("a")
                                .metricStat(stat -> stat.period(60)
                                        .stat("Mode")
                                        .metric(metric -> metric.namespace("N").metricName("m"))))))
                .isInstanceOf(CloudWatchException.class)
                .hasMessageContaining("The value Mode for parameter MetricDataQueries.member.1.MetricStat.Stat is not a"
                        + " valid statistic.");
    }

    @Test
    void jsonGivesWhatTheSdkPut() throws Exception {
        put("Json", "loss", 3);
        HttpResponse<String> response = send(
                "/",
                Map.of(
                        "Content-Type",
                        "application/x-amz-json-1.0",
                        "X-Amz-Target",
                        "GraniteServiceVersion20100801.GetMetricStatistics"),
                "{\"Namespace\": \"Json\", \"MetricName\": \"loss\", \"Dimensions\": [{\"Name\": \"Job\", \"Value\":"
                        + " \"a\"}], \"StartTime\": " + noon.getEpochSecond() + ", \"EndTime\": "
                        + (noon.getEpochSecond() + 60) + ", \"Period\": 60, \"Statistics\": [\"Sum\"]}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/x-amz-json-1.0");
        assertThat(response.body())
                .isEqualTo("{\"Label\":\"loss\",\"Datapoints\":[{\"Timestamp\":" + noon.getEpochSecond()
                        + ".000,\"Sum\":3.0,\"Unit\":\"None\"}]}");
        HttpResponse<String> refused = send(
                "/",
                Map.of(
                        "Content-Type",
                        "application/x-amz-json-1.0",
                        "X-Amz-Target",
                        "GraniteServiceVersion20100801.GetMetricStatistics"),
                "{\"Namespace\": \"Json\", \"MetricName\": \"loss\", \"StartTime\": 60, \"EndTime\": 60, \"Period\":"
                        + " 60, \"Statistics\": [\"Sum\"]}");
        assertThat(refused.headers().firstValue("x-amzn-query-error")).hasValue("InvalidParameterCombination;Sender");
    }

    @Test
    void formsGiveWhatTheSdkPut() throws Exception {
        put("Form", "loss", 3);
        HttpResponse<String> response = form(Map.of(
                "Action", "GetMetricStatistics",
                "Version", "2010-08-01",
                "Namespace", "Form",
                "MetricName", "loss",
                "Dimensions.member.1.Name", "Job",
                "Dimensions.member.1.Value", "a",
                "StartTime", noon.toString(),
                "EndTime", noon.plusSeconds(60).toString(),
                "Period", "60",
                "Statistics.member.1", "Maximum"));
        assertThat(response.body())
                .startsWith("<GetMetricStatisticsResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                        + "<GetMetricStatisticsResult><Label>loss</Label><Datapoints><member><Timestamp>" + noon
                        + "</Timestamp><Maximum>2.0</Maximum><Unit>None</Unit></member></Datapoints>"
                        + "</GetMetricStatisticsResult>");
        HttpResponse<String> stored = form(Map.of(
                "Action", "PutMetricData",
                "Version", "2010-08-01",
                "Namespace", "Form",
                "MetricData.member.1.MetricName", "bytes",
                "MetricData.member.1.Value", "1e3",
                "MetricData.member.1.Unit", "Bytes"));
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
        HttpResponse<String> refused =
                form(Map.of("Action", "PutMetricData", "Version", "2010-08-01", "Namespace", "AWS/EC2"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .contains("<Code>InvalidParameterValue</Code>")
                .contains("<Type>Sender</Type>");
    }

    @Test
    void whatIsNoCborIsRefused() throws Exception {
        HttpResponse<String> response = send(
                "/service/GraniteServiceVersion20100801/operation/ListMetrics",
                Map.of("Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"),
                "{\"no\": 1");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("smithy-protocol")).hasValue("rpc-v2-cbor");
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("SerializationException");
    }

    @Test
    void metricsOfTrialComponentsAreReadByStep() throws Exception {
        try (SageMakerMetricsClient metrics = SageMakerMetricsClient.builder()
                .endpointOverride(slipway.uri("/"))
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build()) {
            assertThat(metrics.batchPutMetrics(request -> request.trialComponentName("trial-aws-training-job")
                                    .metricData(
                                            datum -> datum.metricName("loss")
                                                    .timestamp(noon)
                                                    .step(0)
                                                    .value(4.0),
                                            datum -> datum.metricName("loss")
                                                    .timestamp(noon)
                                                    .step(1)
                                                    .value(2.0),
                                            datum -> datum.metricName("loss")
                                                    .timestamp(noon)
                                                    .step(1)
                                                    .value(3.0)))
                            .errors())
                    .isEmpty();
        }
        Map<String, String> headers = Map.of(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=k/20260101/us-west-2/sagemaker/aws4_request, Signature=0");
        HttpResponse<String> response = send(
                "/BatchGetMetrics",
                headers,
                "{\"MetricQueries\": [{\"MetricName\": \"loss\", \"ResourceArn\":"
                        + " \"arn:aws:sagemaker:us-west-2:000000000000:training-job/Trial\", \"MetricStat\": \"Avg\","
                        + " \"Period\": \"IterationNumber\", \"XAxisType\": \"IterationNumber\"}]}");
        assertThat(response.body())
                .isEqualTo("{\"MetricQueryResults\":[{\"Status\":\"Complete\",\"XAxisValues\":[0,1],"
                        + "\"MetricValues\":[4.0,2.5]}]}");
    }

    private static HttpResponse<String> form(Map<String, String> fields) throws Exception {
        StringBuilder form = new StringBuilder();
        fields.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return send(
                "/",
                Map.of(
                        "Content-Type",
                        "application/x-www-form-urlencoded; charset=utf-8",
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=k/20260101/us-west-2/monitoring/aws4_request, Signature=0"),
                form.toString());
    }

    private static HttpResponse<String> send(String path, Map<String, String> headers, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(slipway.uri(path)).POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (!headers.containsKey("Authorization")) {
            request.header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=k/20260101/us-west-2/monitoring/aws4_request, Signature=0");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
