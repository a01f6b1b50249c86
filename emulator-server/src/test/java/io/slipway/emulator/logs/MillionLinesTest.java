package io.slipway.emulator.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.http.TestServer;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** A stream as a talkative job writes it, read by an SDK. */
final class MillionLinesTest {

    private static final int LINES = 1_000_000;
    private static final int LINES_A_MILLISECOND = 50;
    private static final long START = 1_700_000_000_000L;
    private static final String GROUP = "/aws/sagemaker/TrainingJobs";
    private static final String STREAM = "talkative/algo-1-1700000000";

    private static LogStore store;
    private static TestServer server;
    private static CloudWatchLogsClient logs;

    @BeforeAll
    static void write(@TempDir Path directory) {
        store = LogStore.open(directory);
        for (int i = 0; i < LINES; i++) {
            store.append(
                    "eu-west-1", GROUP, STREAM, Instant.ofEpochMilli(START + i / LINES_A_MILLISECOND), "line " + i);
        }
        server = new TestServer(new LogOperations(store).operations());
        logs = CloudWatchLogsClient.builder()
                .endpointOverride(server.uri())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    @AfterAll
    static void close() {
        logs.close();
        server.close();
        store.close();
    }

    @Test
    void noLineIsLostOnTheWayFromTheHead() {
        int next = 0;
        String token = null;
        while (true) {
            String given = token;
            GetLogEventsResponse page = logs.getLogEvents(request -> request.logGroupName(GROUP)
                    .logStreamName(STREAM)
                    .startFromHead(true)
                    .nextToken(given));
            for (OutputLogEvent event : page.events()) {
                if (!event.message().equals("line " + next)) {
                    assertThat(event.message()).isEqualTo("line " + next);
                }
                next++;
            }
            token = page.nextForwardToken();
            if (token.equals(given)) {
                break;
            }
        }
        assertThat(next).isEqualTo(LINES);
    }

    @Test
    void lastLinesComeFirstAndThoseBeforeThemFollow() {
        GetLogEventsResponse last = logs.getLogEvents(
                request -> request.logGroupName(GROUP).logStreamName(STREAM).limit(3));
        assertThat(last.events()).extracting(OutputLogEvent::message).endsWith("line 999998", "line 999999");
        GetLogEventsResponse before = logs.getLogEvents(request ->
                request.logGroupName(GROUP).logStreamName(STREAM).limit(2).nextToken(last.nextBackwardToken()));
        assertThat(before.events()).extracting(OutputLogEvent::message).containsExactly("line 999995", "line 999996");
    }

    @Test
    void linesOfATimeAreFoundWithoutThoseBeforeThem() {
        long time = START + 777_700 / LINES_A_MILLISECOND;
        assertThat(logs.filterLogEvents(request -> request.logGroupName(GROUP)
                                .startTime(time)
                                .endTime(time)
                                .filterPattern("line"))
                        .events())
                .hasSize(LINES_A_MILLISECOND)
                .allMatch(event -> event.logStreamName().equals(STREAM))
                .first()
                .satisfies(event -> assertThat(event.message()).isEqualTo("line 777700"));
    }

    @Test
    void filteredPagesGoThroughAll() {
        assertThat(logs
                        .filterLogEventsPaginator(
                                request -> request.logGroupName(GROUP).filterPattern("99999"))
                        .events()
                        .stream()
                        .map(event -> event.message()))
                .hasSize(19)
                .contains("line 99999", "line 199999", "line 999990", "line 999999");
    }

    @Test
    void followersSeeWhatIsAddedOnce() {
        long now = START + LINES;
        store.append("eu-west-1", GROUP, "follow/algo-1-1", Instant.ofEpochMilli(now), "one");
        var first = logs.filterLogEvents(request ->
                request.logGroupName(GROUP).logStreamNamePrefix("follow/").startTime(now));
        assertThat(first.nextToken()).isNull();
        store.append("eu-west-1", GROUP, "follow/algo-1-1", Instant.ofEpochMilli(now), "two");
        var second = logs.filterLogEvents(request ->
                request.logGroupName(GROUP).logStreamNamePrefix("follow/").startTime(now));
        assertThat(second.events()).extracting(event -> event.message()).containsExactly("one", "two");
        assertThat(second.events().getFirst().eventId())
                .isEqualTo(first.events().getFirst().eventId());
        assertThat(second.events()).extracting(event -> event.eventId()).doesNotHaveDuplicates();
    }
}
