package io.slipway.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.PageRequest.SortBy;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteResourceStoreTest {

    private static final String REGION = "eu-west-1";
    private static final Instant BASE = Instant.ofEpochMilli(1_700_000_000_123L);

    @TempDir
    Path directory;

    private Database database;
    private SqliteResourceStore store;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("slipway.db"));
        store = new SqliteResourceStore(database, InstantSource.fixed(BASE.plusSeconds(999)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Arn arn(String name) {
        return Arn.sageMaker(REGION, "000000000000", "training-job", name);
    }

    private static Resource job(String name, String status, Instant created) {
        return new Resource(
                arn(name),
                status,
                Optional.empty(),
                created,
                created,
                Document.EMPTY.with("TrainingJobName", name),
                Document.EMPTY.with("TrainingJobStatus", status));
    }

    private static PageRequest page(SortBy sortBy, boolean descending, int limit, Optional<String> token) {
        return new PageRequest(
                "training-job",
                REGION,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                sortBy,
                descending,
                limit,
                token);
    }

    private List<String> allNames(SortBy sortBy, boolean descending, int limit) {
        List<String> names = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page page = store.page(page(sortBy, descending, limit, token));
            page.resources().forEach(resource -> names.add(resource.name()));
            token = page.nextToken();
        } while (token.isPresent());
        return names;
    }

    @Test
    void whatWasStoredIsFoundAsItWas() {
        Resource job = job("Job-1", "InProgress", BASE);

        assertThat(store.insertIfAbsent(job)).isTrue();

        assertThat(store.find(arn("Job-1"))).contains(job);
    }

    @Test
    void namesThatDifferInCaseAreOneResource() {
        store.insertIfAbsent(job("Job-1", "InProgress", BASE));

        assertThat(store.insertIfAbsent(job("job-1", "Failed", BASE))).isFalse();
        assertThat(store.find(arn("JOB-1")).map(Resource::name)).contains("Job-1");
    }

    @Test
    void sameNameInAnotherRegionIsAnotherResource() {
        store.insertIfAbsent(job("a", "InProgress", BASE));

        Arn elsewhere = Arn.sageMaker("us-east-1", "000000000000", "training-job", "a");
        assertThat(store.find(elsewhere)).isEmpty();
        assertThat(store.insertIfAbsent(
                        new Resource(elsewhere, "", Optional.empty(), BASE, BASE, Document.EMPTY, Document.EMPTY)))
                .isTrue();
    }

    @Test
    void updateSetsTheLastModifiedTime() {
        store.insertIfAbsent(job("a", "InProgress", BASE));

        Optional<Resource> updated = store.update(arn("A"), job -> job.withStatus("Completed"));

        assertThat(updated).isEqualTo(store.find(arn("a")));
        assertThat(updated.orElseThrow().status()).isEqualTo("Completed");
        assertThat(updated.orElseThrow().creationTime()).isEqualTo(BASE);
        assertThat(updated.orElseThrow().lastModifiedTime()).isEqualTo(BASE.plusSeconds(999));
    }

    @Test
    void updateThatChangesNothingKeepsTheLastModifiedTime() {
        store.insertIfAbsent(job("a", "InProgress", BASE));

        store.update(arn("a"), job -> job);

        assertThat(store.find(arn("a")).orElseThrow().lastModifiedTime()).isEqualTo(BASE);
    }

    @Test
    void updateThatThrowsLeavesEverythingAsItWas() {
        store.insertIfAbsent(job("a", "InProgress", BASE));

        assertThatThrownBy(() -> store.update(arn("a"), job -> {
                    throw ApiException.validation("no");
                }))
                .isInstanceOf(ApiException.class);

        assertThat(store.find(arn("a"))).contains(job("a", "InProgress", BASE));
        assertThat(store.update(arn("a"), job -> job.withStatus("Stopped"))).isPresent();
    }

    @Test
    void concurrentUpdatesAreNotLost() throws Exception {
        store.insertIfAbsent(job("a", "0", BASE));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> store.update(
                        arn("a"), job -> job.withStatus(Integer.toString(Integer.parseInt(job.status()) + 1))));
            }
        }

        assertThat(store.find(arn("a")).orElseThrow().status()).isEqualTo("200");
    }

    @Test
    void deletedNameIsFree() {
        store.insertIfAbsent(job("a", "Failed", BASE));

        assertThat(store.delete(arn("A"))).isTrue();
        assertThat(store.delete(arn("a"))).isFalse();
        assertThat(store.insertIfAbsent(job("a", "InProgress", BASE))).isTrue();
    }

    @Test
    void closingAndOpeningKeepsEverything() {
        store.insertIfAbsent(job("a", "InProgress", BASE));
        database.close();

        open();

        assertThat(store.find(arn("a"))).contains(job("a", "InProgress", BASE));
    }

    @ParameterizedTest
    @CsvSource({"NAME,false", "NAME,true", "CREATION_TIME,false", "CREATION_TIME,true", "STATUS,false", "STATUS,true"})
    void pagesTogetherAreTheWholeListInOrder(SortBy sortBy, boolean descending) {
        List<String> statuses = List.of("InProgress", "Completed", "Failed");
        // Names, times and statuses run in different directions, with ties of time and status.
        IntStream.range(0, 23)
                .forEach(i -> store.insertIfAbsent(
                        job("job-" + (char) ('a' + i * 7 % 23), statuses.get(i % 3), BASE.plusMillis(i / 4))));
        List<String> whole = allNames(sortBy, descending, 100);

        assertThat(whole).hasSize(23).doesNotHaveDuplicates();
        assertThat(allNames(sortBy, descending, 1)).isEqualTo(whole);
        assertThat(allNames(sortBy, descending, 4)).isEqualTo(whole);
        assertThat(allNames(sortBy, !descending, 5)).isEqualTo(whole.reversed());
    }

    @Test
    void listsAreInTheOrderAskedFor() {
        store.insertIfAbsent(job("c", "Completed", BASE));
        store.insertIfAbsent(job("B", "Failed", BASE.plusMillis(2)));
        store.insertIfAbsent(job("a", "Completed", BASE.plusMillis(1)));

        assertThat(allNames(SortBy.NAME, false, 10)).containsExactly("a", "B", "c");
        assertThat(allNames(SortBy.CREATION_TIME, true, 10)).containsExactly("B", "a", "c");
        assertThat(allNames(SortBy.STATUS, false, 10)).containsExactly("a", "c", "B");
    }

    @Test
    void insertionsBetweenPagesNeitherRepeatNorDropOthers() {
        IntStream.of(1, 3, 5, 7).forEach(i -> store.insertIfAbsent(job("job-" + i, "", BASE.plusMillis(i))));
        Page first = store.page(page(SortBy.CREATION_TIME, false, 2, Optional.empty()));
        store.insertIfAbsent(job("job-0", "", BASE));
        store.insertIfAbsent(job("job-6", "", BASE.plusMillis(6)));
        store.delete(arn("job-3"));

        Page second = store.page(page(SortBy.CREATION_TIME, false, 10, first.nextToken()));

        assertThat(second.resources().stream().map(Resource::name)).containsExactly("job-5", "job-6", "job-7");
        assertThat(second.nextToken()).isEmpty();
    }

    @Test
    void filtersNarrowTheListAndPagesOfIt() {
        for (int i = 0; i < 20; i++) {
            store.insertIfAbsent(
                    job((i % 2 == 0 ? "Even-" : "odd-") + i, i < 10 ? "Failed" : "Stopped", BASE.plusMillis(i)));
        }
        for (SortBy sortBy : SortBy.values()) {
            var request = new PageRequest(
                    "training-job",
                    REGION,
                    Optional.empty(),
                    Optional.of("ven-"),
                    Optional.of("Failed"),
                    Optional.of(BASE.plusMillis(2)),
                    Optional.of(BASE.plusMillis(8)),
                    Optional.of(BASE),
                    Optional.of(BASE.plusSeconds(1)),
                    sortBy,
                    false,
                    1,
                    Optional.empty());

            Page first = store.page(request);

            assertThat(first.resources().stream().map(Resource::name)).containsExactly("Even-4");
            assertThat(first.nextToken()).isPresent();
        }
    }

    @Test
    void nameContainsMindsCase() {
        store.insertIfAbsent(job("Even", "", BASE));
        var request = new PageRequest(
                "training-job",
                REGION,
                Optional.empty(),
                Optional.of("EVEN"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SortBy.NAME,
                false,
                10,
                Optional.empty());

        assertThat(store.page(request).resources()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"abc", "''", "AAAA", "!!"})
    void tokenThatIsNotOursIsRefused(String token) {
        assertThatThrownBy(() -> store.page(page(SortBy.NAME, false, 10, Optional.of(token))))
                .isInstanceOf(ApiException.class)
                .hasMessage("Invalid NextToken");
    }

    @Test
    void tokenOfAnotherOrderIsRefused() {
        IntStream.range(0, 3).forEach(i -> store.insertIfAbsent(job("job-" + i, "", BASE)));
        Optional<String> token =
                store.page(page(SortBy.NAME, false, 1, Optional.empty())).nextToken();

        assertThatThrownBy(() -> store.page(page(SortBy.STATUS, false, 1, token)))
                .hasMessage("Invalid NextToken");
        assertThatThrownBy(() -> store.page(page(SortBy.NAME, true, 1, token))).hasMessage("Invalid NextToken");
    }

    @Test
    void childrenAreListedWithTheirParentOnly() {
        Arn parent = Arn.sageMaker(REGION, "000000000000", "hyper-parameter-tuning-job", "Tune");
        for (String name : List.of("b", "a")) {
            store.insertIfAbsent(new Resource(
                    arn(name), "InProgress", Optional.of(parent), BASE, BASE, Document.EMPTY, Document.EMPTY));
        }
        store.insertIfAbsent(job("other", "InProgress", BASE));

        assertThat(store.childrenOf(parent).stream().map(Resource::name)).containsExactly("a", "b");
        for (SortBy sortBy : SortBy.values()) {
            var request = new PageRequest(
                    "training-job",
                    REGION,
                    Optional.of(parent),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    sortBy,
                    false,
                    10,
                    Optional.empty());
            assertThat(store.page(request).resources().stream().map(Resource::name))
                    .containsExactly("a", "b");
        }
    }

    @Test
    void resourcesWithAStatusAreFoundInEveryRegion() {
        store.insertIfAbsent(job("a", "InProgress", BASE));
        store.insertIfAbsent(job("b", "Completed", BASE));
        Arn elsewhere = Arn.sageMaker("us-east-1", "000000000000", "training-job", "c");
        store.insertIfAbsent(
                new Resource(elsewhere, "Stopping", Optional.empty(), BASE, BASE, Document.EMPTY, Document.EMPTY));

        assertThat(store.withStatus("training-job", List.of("InProgress", "Stopping")).stream()
                        .map(Resource::name))
                .containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void tagsOfTheRequestAreTheResourcesTags() {
        Resource job = job("a", "", BASE).withManaged(Document.EMPTY);
        Document request =
                Document.parse("{\"Tags\":[{\"Key\":\"k\",\"Value\":\"v\"},{\"Key\":\"j\",\"Value\":\"\"}]}");
        store.insertIfAbsent(new Resource(job.arn(), "", Optional.empty(), BASE, BASE, request, Document.EMPTY));

        assertThat(store.findTags(arn("a")).orElseThrow().byKey())
                .containsExactly(Map.entry("k", "v"), Map.entry("j", ""));
        assertThat(store.findTags(arn("b"))).isEmpty();
    }

    @Test
    void requestWithTheSameTagTwiceStoresNothing() {
        Document request =
                Document.parse("{\"Tags\":[{\"Key\":\"k\",\"Value\":\"v\"},{\"Key\":\"k\",\"Value\":\"\"}]}");

        assertThatThrownBy(() -> store.insertIfAbsent(
                        new Resource(arn("a"), "", Optional.empty(), BASE, BASE, request, Document.EMPTY)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("Duplicate tag keys");
        assertThat(store.find(arn("a"))).isEmpty();
    }

    @Test
    void databaseOfANewerSchemaIsRefused() {
        database.write(session -> session.prepare("PRAGMA user_version = 99").execute());
        database.close();

        assertThatThrownBy(this::open).isInstanceOf(StoreException.class).hasMessageContaining("newer Slipway");

        // For the teardown.
        directory = directory.resolve("other");
        open();
    }

    @Test
    void interruptedThreadReadsAllTheSameAndStaysInterrupted() {
        store.insertIfAbsent(job("a", "InProgress", BASE));
        Thread.currentThread().interrupt();

        boolean found = store.find(arn("a")).isPresent();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(found).isTrue();
    }
}
