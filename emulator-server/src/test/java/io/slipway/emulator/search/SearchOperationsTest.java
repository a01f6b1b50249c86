package io.slipway.emulator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.search.SearchableProperties.PropertyType;
import io.slipway.emulator.store.Database;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.SqliteResourceStore;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters, order and pages over jobs that lie in the store. */
final class SearchOperationsTest {

    private static final RequestContext CONTEXT = new RequestContext("eu-west-1", "000000000000", "id", "key");
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private static final Map<String, PropertyType> PROPERTIES = Map.of(
            "TrainingJobName", PropertyType.TEXT,
            "TrainingJobStatus", PropertyType.TEXT,
            "BillableTimeInSeconds", PropertyType.NUMBER,
            "CreationTime", PropertyType.TIME,
            "EnableNetworkIsolation", PropertyType.BOOLEAN,
            "InputDataConfig", PropertyType.COMPOUND,
            "InputDataConfig.ChannelName", PropertyType.TEXT,
            "InputDataConfig.DataSource.S3DataSource.S3Uri", PropertyType.TEXT,
            "ResourceConfig.InstanceType", PropertyType.TEXT,
            "FailureReason", PropertyType.TEXT);

    private static Database database;
    private static SearchOperations search;

    @BeforeAll
    static void store(@TempDir Path directory) {
        database = Database.open(directory.resolve("slipway.db"));
        var store = new SqliteResourceStore(database, InstantSource.fixed(NOON));
        for (int i = 0; i < 30; i++) {
            store.insertIfAbsent(job(i));
        }
        SearchSource source = SearchSource.of("TrainingJob", "training-job");
        search = new SearchOperations(
                store,
                (member, path) -> Optional.ofNullable(PROPERTIES.get(path)),
                (context, asked, resource) -> Optional.of(asked.outline(resource)),
                List.of(source, SearchSource.trialComponents("TrainingJob", "training-job")));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Resource job(int i) {
        String name = String.format("Job-%02d", i);
        Document request = Document.parse("""
                {"HyperParameters": {"eta": "0.%1$d", "depth": "%1$d", "booster": "%2$s"},
                 "EnableNetworkIsolation": %3$s,
                 "ExperimentConfig": {"ExperimentName": "%2$s"},
                 "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
                 "Tags": [{"Key": "team.a", "Value": "%2$s"}],
                 "InputDataConfig": [
                     {"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": "s3://a/%1$d"}}},
                     {"ChannelName": "test", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/%1$d"}}}]}
                """.formatted(i, i % 3 == 0 ? "dart" : "gbtree", i % 2 == 0));
        Document managed = Document.parse("{\"BillableTimeInSeconds\": " + (i * 10) + "}");
        if (i < 20) {
            managed = managed.with(
                    "FinalMetricDataList",
                    List.of(Document.EMPTY.with("MetricName", "validation:rmse").with("Value", i / 4.0)));
        }
        return new Resource(
                Arn.sageMaker("eu-west-1", "000000000000", "training-job", name),
                i % 5 == 0 ? "Failed" : "Completed",
                Optional.empty(),
                NOON.plusSeconds(i),
                NOON.plusSeconds(i),
                request,
                managed);
    }

    private static Document search(String request) {
        return search.operations().getFirst().handler().handle(CONTEXT, Document.parse(request));
    }

    private static List<String> names(String expression) {
        return names(search(
                "{\"Resource\": \"TrainingJob\", \"MaxResults\": 100, \"SortBy\": \"TrainingJobName\", \"SortOrder\":"
                        + " \"Ascending\", \"SearchExpression\": " + expression + "}"));
    }

    private static List<String> names(Document response) {
        return response.documents("Results").stream()
                .map(result -> result.getString("TrainingJob.TrainingJobName"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "TrainingJobName, Equals, Job-07, 1",
        "TrainingJobName, NotEquals, Job-07, 29",
        "TrainingJobName, Contains, -0, 10",
        "TrainingJobName, In, 'Job-07, Job-11,nothing', 2",
        "TrainingJobStatus, Equals, Failed, 6",
        "BillableTimeInSeconds, GreaterThan, 280, 1",
        "BillableTimeInSeconds, GreaterThanOrEqualTo, 280.0, 2",
        "BillableTimeInSeconds, LessThan, 10, 1",
        "BillableTimeInSeconds, LessThanOrEqualTo, 10, 2",
        "CreationTime, LessThan, 2026-01-31T12:00:03, 3",
        "CreationTime, Equals, 2026-01-31T12:00:03, 1",
        "CreationTime, GreaterThanOrEqualTo, 2026-01-31T14:00:28+02:00, 2",
        "EnableNetworkIsolation, Equals, true, 15",
        "EnableNetworkIsolation, NotEquals, true, 15",
        "Metrics.validation:rmse, LessThan, 1, 4",
        "Metrics.validation:rmse, Exists, , 20",
        "Metrics.validation:rmse, NotExists, , 10",
        "HyperParameters.eta, LessThan, 0.2, 12",
        "HyperParameters.eta, LessThan, 1, 30",
        "HyperParameters.depth, Equals, 3.0, 1",
        "HyperParameters.booster, Equals, dart, 10",
        "HyperParameters.booster, Contains, tree, 20",
        "Tags.team.a, Equals, dart, 10",
        "Tags.nothing, Exists, , 0",
        "FailureReason, NotExists, , 30",
        "InputDataConfig.DataSource.S3DataSource.S3Uri, Equals, s3://b/4, 1",
        "InputDataConfig, Exists, , 30",
        "ResourceConfig.InstanceType, Equals, ml.m5.large, 30",
    })
    void filtersTakeWhatTheySay(String name, String operator, String value, int count) {
        Document filter =
                Document.EMPTY.with("Name", name).with("Operator", operator).with("Value", Optional.ofNullable(value));
        assertThat(names("{\"Filters\": [" + filter + "]}")).hasSize(count);
    }

    @Test
    void oneElementAloneMeetsANestedFilter() {
        String nested = "{\"NestedFilters\": [{\"NestedPropertyName\": \"InputDataConfig\", \"Filters\": ["
                + "{\"Name\": \"InputDataConfig.ChannelName\", \"Value\": \"train\"},"
                + "{\"Name\": \"DataSource.S3DataSource.S3Uri\", \"Operator\": \"Contains\", \"Value\": \"s3://%s/2\"}]}]}";
        assertThat(names(nested.formatted("a"))).hasSize(11);
        assertThat(names(nested.formatted("b"))).isEmpty();
    }

    @Test
    void expressionsNest() {
        String failed = "{\"Name\": \"TrainingJobStatus\", \"Value\": \"Failed\"}";
        String dart = "{\"Name\": \"HyperParameters.booster\", \"Value\": \"dart\"}";
        assertThat(names("{\"Filters\": [" + failed + "," + dart + "]}")).containsExactly("Job-00", "Job-15");
        assertThat(names("{\"Operator\": \"Or\", \"Filters\": [" + failed + "," + dart + "]}"))
                .hasSize(14);
        assertThat(names("{\"Filters\": [" + failed + "], \"SubExpressions\": [{\"Operator\": \"Or\", \"Filters\": ["
                        + dart + ", {\"Name\": \"TrainingJobName\", \"Value\": \"Job-05\"}]}]}"))
                .containsExactly("Job-00", "Job-05", "Job-15");
    }

    @Test
    void newestComesFirstUnlessToldOtherwise() {
        assertThat(names(search("{\"Resource\": \"TrainingJob\", \"MaxResults\": 2}")))
                .containsExactly("Job-29", "Job-28");
        assertThat(names(search("{\"Resource\": \"TrainingJob\", \"MaxResults\": 2, \"SortBy\":"
                        + " \"Metrics.validation:rmse\"}")))
                .containsExactly("Job-19", "Job-18");
    }

    @ParameterizedTest
    @CsvSource({
        "Ascending, Metrics.validation:rmse",
        "Descending, Metrics.validation:rmse",
        "Descending, TrainingJobStatus"
    })
    void pagesHoldEachOnceAndThoseWithoutValueLast(String order, String sortBy) {
        List<String> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Document request = Document.EMPTY
                    .with("Resource", "TrainingJob")
                    .with("SortBy", sortBy)
                    .with("SortOrder", order)
                    .with("MaxResults", 7)
                    .with("NextToken", token);
            Document response = search(request.toJson());
            assertThat(response.getLong("TotalHits.Value")).isEqualTo(30);
            assertThat(response.getString("TotalHits.Relation")).isEqualTo("EqualTo");
            all.addAll(names(response));
            token = response.findString("NextToken");
        } while (token.isPresent());
        assertThat(all).hasSize(30).doesNotHaveDuplicates();
        if (sortBy.startsWith("Metrics")) {
            assertThat(all.getFirst()).isEqualTo(order.equals("Ascending") ? "Job-00" : "Job-19");
            assertThat(all.subList(20, 30)).allMatch(name -> name.compareTo("Job-20") >= 0);
        }
    }

    @Test
    void jobsAreTheSourcesOfTrialComponents() {
        Document response = search("{\"Resource\": \"ExperimentTrialComponent\", \"SortBy\": \"Parameters.eta\","
                + " \"SearchExpression\": {\"Filters\": ["
                + "{\"Name\": \"Parameters.booster\", \"Value\": \"dart\"},"
                + "{\"Name\": \"Metrics.validation:rmse.Last\", \"Operator\": \"GreaterThan\", \"Value\": \"3\"}]}}");
        assertThat(response.documents("Results"))
                .extracting(result -> result.getString("TrialComponent.TrialComponentName"))
                .containsExactlyInAnyOrder("job-15-aws-training-job", "job-18-aws-training-job");
        Document first = response.documents("Results")
                .getFirst()
                .findDocument("TrialComponent")
                .orElseThrow();
        assertThat(first.getString("Source.SourceType")).isEqualTo("SageMakerTrainingJob");
        assertThat(first.documents("Parents").getFirst().getString("ExperimentName"))
                .isEqualTo("dart");
        assertThat(first.has("SourceDetail.TrainingJob.HyperParameters")).isTrue();
    }

    @Test
    void whatThereIsNoneOfIsEmpty() {
        Document response = search("{\"Resource\": \"Pipeline\"}");
        assertThat(response.documents("Results")).isEmpty();
        assertThat(response.getLong("TotalHits.Value")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|at least one subexpression, filter, or nested filter",
                "{'Filters':[{'Name':'Colour','Value':'red'}]}|The property Colour is not a valid property",
                "{'Filters':[{'Name':'TrainingJobName','Operator':'GreaterThan','Value':'a'}]}|not supported for the property",
                "{'Filters':[{'Name':'BillableTimeInSeconds','Operator':'Contains','Value':'1'}]}|only supported for text",
                "{'Filters':[{'Name':'BillableTimeInSeconds','Value':'much'}]}|must be an integer or floating-point decimal",
                "{'Filters':[{'Name':'CreationTime','Operator':'LessThan','Value':'noon'}]}|YYYY-mm-dd'T'HH:MM:SS",
                "{'Filters':[{'Name':'TrainingJobName','Operator':'Exists','Value':'a'}]}|takes no Value",
                "{'Filters':[{'Name':'TrainingJobName','Operator':'Equals'}]}|must have a Value",
                "{'Filters':[{'Name':'TrainingJobName','Operator':'Contains','Value':'a'},"
                        + "{'Name':'Tags.a','Operator':'Contains','Value':'b'}]}"
                        + "|'CONTAINS' operator usage limit of 1 exceeded.",
                "{'NestedFilters':[{'NestedPropertyName':'TrainingJobName','Filters':[{'Name':'a','Value':'b'}]}]}"
                        + "|is not a list",
            },
            quoteCharacter = '"')
    void whatCannotBeAskedIsRefused(String expression, String part) {
        String json = expression.replace('\'', '"');
        assertThatThrownBy(() -> names(json)).isInstanceOf(ApiException.class).hasMessageContaining(part);
    }

    @Test
    void expressionsHaveALimit() {
        String filter = "{\"Name\": \"TrainingJobName\", \"Value\": \"a\"}";
        String twenty = String.join(",", Collections.nCopies(20, filter));
        String inner = "{\"Filters\": [" + twenty + "]}";
        assertThatThrownBy(() -> names("{\"SubExpressions\": [" + inner + "," + inner + "," + inner + "]}"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("at most 50");
    }

    @Test
    void tokenOfAnotherSearchIsNone() {
        String token =
                search("{\"Resource\": \"TrainingJob\", \"MaxResults\": 1}").getString("NextToken");
        assertThatThrownBy(() -> search(Document.EMPTY
                        .with("Resource", "TrainingJob")
                        .with("SortOrder", "Ascending")
                        .with("NextToken", token)
                        .toJson()))
                .hasMessage("Invalid NextToken");
    }

    @Test
    void namesAreSuggested() {
        Document response = search.operations()
                .get(1)
                .handler()
                .handle(
                        CONTEXT,
                        Document.parse("{\"Resource\": \"TrainingJob\", \"SuggestionQuery\": {\"PropertyNameQuery\":"
                                + " {\"PropertyNameHint\": \"hyper\"}}}"));
        assertThat(response.documents("PropertyNameSuggestions"))
                .extracting(name -> name.getString("PropertyName"))
                .containsExactly("HyperParameters.booster", "HyperParameters.depth", "HyperParameters.eta");
    }
}
