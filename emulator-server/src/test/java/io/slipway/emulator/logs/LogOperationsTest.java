package io.slipway.emulator.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogOperationsTest {

    private static final String REGION = "eu-west-1";
    private static final String GROUP = "/aws/sagemaker/TrainingJobs";
    private static final RequestContext CONTEXT = new RequestContext(REGION, "000000000000", "id", "");

    @TempDir
    private Path directory;

    private LogStore store;

    @BeforeEach
    void open() {
        store = LogStore.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Document call(String name, Document request) {
        Operation operation = new LogOperations(store)
                .operations().stream()
                        .filter(row -> row.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return operation.handler().handle(CONTEXT, request);
    }

    private void print(String stream, long time, String line) {
        store.append(REGION, GROUP, stream, Instant.ofEpochMilli(time), line);
    }

    private Document get(String stream) {
        return Document.EMPTY.with("logGroupName", GROUP).with("logStreamName", stream);
    }

    private static List<String> messages(Document answer) {
        return answer.documents("events").stream()
                .map(event -> event.getString("message"))
                .toList();
    }

    @Test
    void controlCharactersAreEscapedAndBackslashesKept() {
        print("job/algo-1-1", 5, "[0]\ttrain-rmse:1 \\n \u00e9");
        assertThat(messages(call("GetLogEvents", get("job/algo-1-1"))))
                .containsExactly("[0]#011train-rmse:1 \\n \u00e9");
    }

    @Test
    void pagesForwardEndWithTheTokenThatWasGiven() {
        for (int i = 0; i < 25; i++) {
            print("s", i, "line " + i);
        }
        Document request = get("s").with("startFromHead", true).with("limit", 10);
        List<String> read = new ArrayList<>();
        String token = "";
        while (true) {
            Document answer = call("GetLogEvents", token.isEmpty() ? request : request.with("nextToken", token));
            read.addAll(messages(answer));
            if (answer.getString("nextForwardToken").equals(token)) {
                break;
            }
            token = answer.getString("nextForwardToken");
        }
        assertThat(read).hasSize(25).startsWith("line 0").endsWith("line 24");
        print("s", 30, "later");
        assertThat(messages(call("GetLogEvents", request.with("nextToken", token))))
                .containsExactly("later");
    }

    @Test
    void withoutStartFromHeadTheLastEventsComeAndThoseBeforeThemBackward() {
        for (int i = 0; i < 25; i++) {
            print("s", i, "line " + i);
        }
        Document last = call("GetLogEvents", get("s").with("limit", 10));
        assertThat(messages(last)).startsWith("line 15").endsWith("line 24");
        Document before =
                call("GetLogEvents", get("s").with("limit", 10).with("nextToken", last.getString("nextBackwardToken")));
        assertThat(messages(before)).startsWith("line 5").endsWith("line 14");
    }

    @Test
    void pagesBackwardLeaveNothingOutHoweverLongTheLines() {
        for (int i = 0; i < 40; i++) {
            print("s", i, i + " " + "x".repeat(100_000));
        }
        List<String> read = new ArrayList<>();
        Document answer = call("GetLogEvents", get("s"));
        while (!answer.documents("events").isEmpty()) {
            read.addAll(
                    0, messages(answer).stream().map(line -> line.split(" ")[0]).toList());
            answer = call("GetLogEvents", get("s").with("nextToken", answer.getString("nextBackwardToken")));
        }
        assertThat(read)
                .containsExactlyElementsOf(
                        IntStream.range(0, 40).mapToObj(String::valueOf).toList());
    }

    @Test
    void streamsComeInTheOrderOfTheirLastEventsIfAsked() {
        print("a", 9, "x");
        print("b", 3, "x");
        print("c", 5, "x");
        Document request = Document.EMPTY.with("logGroupName", GROUP).with("orderBy", "LastEventTime");
        assertThat(call("DescribeLogStreams", request.with("descending", true)).documents("logStreams"))
                .extracting(stream -> stream.getString("logStreamName"))
                .containsExactly("a", "c", "b");
        assertThatThrownBy(() -> call("DescribeLogStreams", request.with("logStreamNamePrefix", "a")))
                .hasMessage("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }

    @Test
    void eventsOfManyStreamsAreMergedWithinTimes() {
        for (int i = 0; i < 250; i++) {
            print("job-" + i + "/algo-1-1", i, "first of " + i);
            print("job-" + i + "/algo-1-1", 1000 + i, "second of " + i);
        }
        Document request = Document.EMPTY
                .with("logGroupName", GROUP)
                .with("startTime", 200)
                .with("endTime", 1004)
                .with("limit", 20);
        List<String> read = new ArrayList<>();
        Document answer = call("FilterLogEvents", request);
        read.addAll(messages(answer));
        while (answer.has("nextToken")) {
            answer = call("FilterLogEvents", request.with("nextToken", answer.getString("nextToken")));
            read.addAll(messages(answer));
        }
        assertThat(read).hasSize(55).startsWith("first of 200", "first of 201").endsWith("second of 3", "second of 4");
    }

    @Test
    void eventsOfNamedStreamsMustBeThere() {
        print("s", 1, "x");
        Document request = Document.EMPTY.with("logGroupName", GROUP);
        assertThatThrownBy(() -> call("FilterLogEvents", request.with("logStreamNames", List.of("s", "t"))))
                .hasMessage("The specified log stream does not exist.");
        assertThatThrownBy(() -> call(
                        "FilterLogEvents",
                        request.with("logStreamNames", List.of("s")).with("logStreamNamePrefix", "s")))
                .isInstanceOf(ApiException.class);
    }

    @Test
    void eventsOfARequestMustBeInOrder() {
        print("s", 1, "x");
        Document late = Document.EMPTY.with("timestamp", 5).with("message", "late");
        Document early = Document.EMPTY.with("timestamp", 4).with("message", "early");
        assertThatThrownBy(() -> call("PutLogEvents", get("s").with("logEvents", List.of(late, early))))
                .hasMessage("Log events in a single PutLogEvents request must be in chronological order.");
        assertThat(messages(call("GetLogEvents", get("s")))).containsExactly("x");
    }

    @Test
    void timesAreFoundInALongStream() {
        for (int i = 0; i < 20_000; i++) {
            print("s", i * 10L, "line " + i);
        }
        Document answer = call(
                "GetLogEvents",
                get("s").with("startTime", 150_000).with("endTime", 150_030).with("startFromHead", true));
        assertThat(messages(answer)).containsExactly("line 15000", "line 15001", "line 15002");
    }

    @Test
    void aLineCutOffByACrashIsNotThereAndTheNextDoesNotContinueIt() throws IOException {
        print("s", 1, "whole");
        store.close();
        Path file;
        try (Stream<Path> files = Files.walk(directory)) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        Files.write(file, "2 hal".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        store = LogStore.open(directory);
        assertThat(messages(call("GetLogEvents", get("s")))).containsExactly("whole");
        print("s", 3, "next");
        assertThat(messages(call("GetLogEvents", get("s")))).containsExactly("whole", "next");
    }

    @Test
    void streamsAreDescribedWithATokenOnlyIfThereAreMore() {
        print("job/algo-1-7", 3, "a");
        print("job/algo-2-7", 4, "b");
        print("other/algo-1-7", 5, "c");
        Document request = Document.EMPTY.with("logGroupName", GROUP).with("logStreamNamePrefix", "job/");
        Document all = call("DescribeLogStreams", request);
        assertThat(all.has("nextToken")).isFalse();
        assertThat(all.documents("logStreams"))
                .extracting(stream -> stream.getString("logStreamName"))
                .containsExactly("job/algo-1-7", "job/algo-2-7");
        Document first = call("DescribeLogStreams", request.with("limit", 1));
        Document second =
                call("DescribeLogStreams", request.with("limit", 1).with("nextToken", first.getString("nextToken")));
        assertThat(second.documents("logStreams"))
                .extracting(stream -> stream.getString("logStreamName"))
                .containsExactly("job/algo-2-7");
    }

    @Test
    void filteredEventsOfSeveralStreamsComeInTheOrderOfTheirTimes() {
        print("a", 1, "error one");
        print("b", 2, "error two");
        print("a", 3, "fine");
        print("b", 4, "error four");
        Document request = Document.EMPTY.with("logGroupName", GROUP).with("filterPattern", "error");
        assertThat(messages(call("FilterLogEvents", request))).containsExactly("error one", "error two", "error four");
        Document first = call("FilterLogEvents", request.with("limit", 2));
        Document second = call("FilterLogEvents", request.with("nextToken", first.getString("nextToken")));
        assertThat(Stream.of(first, second).flatMap(page -> messages(page).stream()))
                .containsExactly("error one", "error two", "error four");
    }

    @Test
    void whatIsNotThereIsResourceNotFoundException() {
        assertThatThrownBy(() -> call("DescribeLogStreams", Document.EMPTY.with("logGroupName", "none")))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        error -> assertThat(error.error().code()).isEqualTo("ResourceNotFoundException"))
                .hasMessage("The specified log group does not exist.");
        print("s", 1, "x");
        assertThatThrownBy(() -> call("GetLogEvents", get("t"))).hasMessage("The specified log stream does not exist.");
        assertThatThrownBy(() -> call("GetLogEvents", get("s").with("nextToken", "../../x")))
                .hasMessage("The specified nextToken is invalid.");
    }

    @Test
    void namesNeverLeaveTheirDirectory() {
        store.append(REGION, "../../escape", "../x", Instant.EPOCH, "line");
        assertThat(store.groups(REGION)).containsExactly("../../escape");
        assertThat(directory.getParent().resolve("escape")).doesNotExist();
    }

    @Test
    void putEventsAreKeptAsTheyAre() {
        call("CreateLogGroup", Document.EMPTY.with("logGroupName", "mine"));
        Document names = Document.EMPTY.with("logGroupName", "mine").with("logStreamName", "s");
        call("CreateLogStream", names);
        call(
                "PutLogEvents",
                names.with(
                        "logEvents", List.of(Document.EMPTY.with("timestamp", 1).with("message", "two\nlines\t\\"))));
        assertThat(messages(call("GetLogEvents", names))).containsExactly("two\nlines\t\\");
        assertThatThrownBy(() -> call("CreateLogGroup", Document.EMPTY.with("logGroupName", "mine")))
                .hasMessage("The specified log group already exists");
        call("DeleteLogGroup", Document.EMPTY.with("logGroupName", "mine"));
        assertThat(store.groups(REGION)).isEmpty();
    }
}
