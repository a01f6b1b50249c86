package io.slipway.s3.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.s3.InMemoryObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ObjectSelectionTest {

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Test
    void exactKeyIsNamedByItsLastPart() {
        put("job/output/output.tar.gz", "job/model.tar.gz");
        assertThat(names("job/output/output.tar.gz")).containsExactly("output.tar.gz");
        assertThat(names("job/model.tar.gz")).containsExactly("model.tar.gz");
    }

    @Test
    void folderIsCutOffWithOrWithoutItsSlash() {
        put("job/Task1/input/test", "job/Task1/input/en-ja/train.en");
        List<String> expected = List.of("en-ja/train.en", "test");
        assertThat(names("job/Task1/input")).isEqualTo(expected);
        assertThat(names("job/Task1/input/")).isEqualTo(expected);
    }

    @Test
    void partialNameKeepsWhatFollowsTheLastFolder() {
        put("x/data/train-data.csv", "x/data/train/a.csv", "x/data/trained/b.csv");
        assertThat(names("x/data/tr")).containsExactly("train-data.csv", "train/a.csv", "trained/b.csv");
        assertThat(names("x/data/train")).containsExactly("train-data.csv", "a.csv", "trained/b.csv");
    }

    @Test
    void prefixAlsoTakesTheSiblingThatBeginsWithIt() {
        put("test/a", "test_2/x");
        assertThat(names("test")).containsExactly("a", "test_2/x");
        assertThat(names("test/")).containsExactly("a");
    }

    @Test
    void exactKeyBesideAFolderOfItsNameIsNamedByItsLastPart() {
        put("d/set", "d/set/one");
        assertThat(names("d/set")).containsExactly("set", "one");
    }

    @Test
    void bucketAloneGivesWholeKeys() {
        put("a", "b/c");
        assertThat(names("")).containsExactly("a", "b/c");
    }

    @Test
    void folderMarkersAreFoldersAndTheSourceItselfHasNoName() {
        put("in/", "in/sub/", "in/sub/file");
        List<SelectedObject> selected = select(new S3Source.Prefix(uri("in/")));
        assertThat(selected).extracting(SelectedObject::name).containsExactly("", "sub/", "sub/file");
        assertThat(selected).extracting(SelectedObject::isFolder).containsExactly(true, true, false);
        assertThat(names("in")).containsExactly("", "sub/", "sub/file");
    }

    @Test
    void pagesAreReadOnlyWhenNeededAndAllInOrder() {
        List<String> keys =
                IntStream.range(0, 2500).mapToObj("many/%04d"::formatted).toList();
        put(keys.toArray(String[]::new));
        Iterator<SelectedObject> objects =
                ObjectSelection.of(store, new S3Source.Prefix(uri("many/"))).iterator();
        assertThat(objects.next().name()).isEqualTo("0000");
        assertThat(store.listings()).isEqualTo(1);
        List<String> rest = new ArrayList<>();
        objects.forEachRemaining(selected -> rest.add(selected.object().uri().key()));
        assertThat(rest).isEqualTo(keys.subList(1, 2500));
        assertThat(store.listings()).isEqualTo(3);
    }

    @Test
    void manifestNamesObjectsRelativeToItsPrefixInKeyOrder() {
        put("data/b.csv", "data/sub/a.csv", "data/unlisted");
        store.put("s3://bucket/list", "[{\"prefix\": \"s3://bucket/data/\"}, \"sub/a.csv\", \"b.csv\", \"b.csv\"]");
        ObjectSelection selection = ObjectSelection.of(store, new S3Source.Manifest(uri("list")));
        assertThat(selection.prefix()).isEqualTo(uri("data/"));
        assertThat(selection).extracting(SelectedObject::name).containsExactly("b.csv", "sub/a.csv");
        assertThat(selection)
                .extracting(selected -> selected.object().uri().key())
                .containsExactly("data/b.csv", "data/sub/a.csv");
    }

    @Test
    void manifestMayNameAnotherBucket() {
        store.put("s3://other/k", "x");
        store.put("s3://bucket/list", "[{\"prefix\": \"s3://other\"}, \"k\"]");
        assertThat(select(new S3Source.Manifest(uri("list"))))
                .extracting(selected -> selected.object().uri().toString())
                .containsExactly("s3://other/k");
    }

    @Test
    void manifestEntryWithoutObjectIsRefused() {
        store.put("s3://bucket/list", "[{\"prefix\": \"s3://bucket/data/\"}, \"gone.csv\"]");
        assertThatThrownBy(() -> select(new S3Source.Manifest(uri("list"))))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("s3://bucket/data/gone.csv")
                .hasMessageContaining("no such object");
    }

    @Test
    void whatIsNoManifestIsRefused() {
        assertRefused("a,b\n1,2\n", "not valid JSON");
        assertRefused("", "not a JSON array");
        assertRefused("{}", "not a JSON array");
        assertRefused("[]", "first element");
        assertRefused("[\"a\"]", "first element");
        assertRefused("[{\"prefix\": 7}]", "first element");
        assertRefused("[{\"prefix\": \"s3://b/\", \"more\": 1}]", "first element");
        assertRefused("[{\"suffix\": \"s3://b/\"}]", "first element");
        assertRefused("[{\"prefix\": \"\"}, \"a\"]", "not an S3 URI");
        assertRefused("[{\"prefix\": \"http://b/\"}, \"a\"]", "not an S3 URI");
        assertRefused("[{\"prefix\": \"s3://b/\"}, 7]", "not a string");
        assertRefused("[{\"prefix\": \"s3://b/\"}, \"\"]", "empty");
        assertRefused("[{\"prefix\": \"s3://b/\"}, \"a\"", "not valid JSON");
        assertRefused("[{\"prefix\": \"s3://b/\"}, \"a\"] []", "follows");
    }

    @Test
    void missingManifestIsRefused() {
        put("other");
        assertThatThrownBy(() -> ObjectSelection.of(store, new S3Source.Manifest(uri("list"))))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("s3://bucket/list does not exist");
    }

    @Test
    void firstObjectTellsWhetherThereIsAny() {
        put("in/a", "in/b");
        assertThat(ObjectSelection.firstObject(store, S3Source.of("S3Prefix", "s3://bucket/in")))
                .hasValueSatisfying(object -> assertThat(object.uri()).isEqualTo(uri("in/a")));
        assertThat(ObjectSelection.firstObject(store, S3Source.of("S3Prefix", "s3://bucket/out")))
                .isEmpty();
        assertThat(store.listings()).isEqualTo(2);
        assertThat(ObjectSelection.firstObject(store, S3Source.of("ManifestFile", "s3://bucket/in/b")))
                .isPresent();
        assertThat(ObjectSelection.firstObject(store, S3Source.of("ManifestFile", "s3://bucket/in")))
                .isEmpty();
        assertThatThrownBy(() -> ObjectSelection.firstObject(store, S3Source.of("S3Prefix", "s3://nowhere/x")))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        failure -> assertThat(failure.code()).isEqualTo("NoSuchBucket"));
    }

    @Test
    void otherDataTypesAreRefused() {
        assertThatThrownBy(() -> S3Source.of("AugmentedManifestFile", "s3://bucket/in"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> S3Source.of("S3Prefix", "bucket/in")).isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(String manifest, String reason) {
        store.put("s3://bucket/list", manifest);
        assertThatThrownBy(() -> ObjectSelection.of(store, new S3Source.Manifest(uri("list"))))
                .as(manifest)
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("s3://bucket/list")
                .hasMessageContaining(reason);
    }

    private void put(String... keys) {
        for (String key : keys) {
            store.put("s3://bucket/" + key, key);
        }
    }

    private List<String> names(String prefix) {
        return select(new S3Source.Prefix(uri(prefix))).stream()
                .map(SelectedObject::name)
                .toList();
    }

    private List<SelectedObject> select(S3Source source) {
        List<SelectedObject> selected = new ArrayList<>();
        ObjectSelection.of(store, source).forEach(selected::add);
        return selected;
    }

    private static S3Uri uri(String key) {
        return new S3Uri("bucket", key);
    }
}
