package io.slipway.s3.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.s3.InMemoryObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.RecordStream.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class ChannelStreamTest {

    private static final Format PLAIN = new Format(false, false);
    private static final Format RECORDS = new Format(false, true);

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Test
    void objectsFollowEachOtherInTheOrderOfTheirKeys() throws IOException {
        put("in/b", "two");
        put("in/a", "one,");
        put("in/folder/", "");

        assertThat(text(prefix("in/"), PLAIN)).isEqualTo("one,two");
    }

    @Test
    void eachObjectIsARecordPaddedToFourBytes() throws IOException {
        put("in/a", "12345");
        put("in/b", "");
        put("in/c", "abcd");

        assertThat(HexFormat.of().formatHex(bytes(prefix("in/"), RECORDS, OptionalLong.empty(), 0, Shard.WHOLE)))
                .isEqualTo("0a23d7ce" + "05000000" + "3132333435000000" + "0a23d7ce" + "00000000" + "0a23d7ce"
                        + "04000000" + "61626364");
    }

    @Test
    void packedObjectsAreUnpackedAllTheirMembers() throws IOException {
        byte[] first = gzip("one,");
        byte[] second = gzip("two");
        var both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        put("in/a", both.toByteArray());

        assertThat(text(prefix("in/"), new Format(true, false))).isEqualTo("one,two");
        assertThat(HexFormat.of()
                        .formatHex(bytes(prefix("in/"), new Format(true, true), OptionalLong.empty(), 0, Shard.WHOLE)))
                .isEqualTo("0a23d7ce" + "07000000" + "6f6e652c74776f00");
    }

    @Test
    void whatIsNotPackedIsSaidToBeUnreadable() {
        put("in/a", "plain");

        assertThatThrownBy(() -> text(prefix("in/"), new Format(true, false)))
                .isInstanceOf(TransferException.class)
                .hasMessageStartingWith("Unable to download object s3://bucket/in/a (");
    }

    @Test
    void shuffledEpochsHaveOrdersOfTheirOwnThatRepeat() throws IOException {
        for (int i = 0; i < 20; i++) {
            put("in/" + (char) ('a' + i), Character.toString('a' + i));
        }
        List<String> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            epochs.add(new String(
                    bytes(prefix("in/"), PLAIN, OptionalLong.of(7), epoch, Shard.WHOLE), StandardCharsets.UTF_8));
        }

        assertThat(epochs)
                .doesNotHaveDuplicates()
                .allSatisfy(epoch -> assertThat(epoch.chars()).hasSize(20).doesNotHaveDuplicates());
        assertThat(bytes(prefix("in/"), PLAIN, OptionalLong.of(7), 1, Shard.WHOLE))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(epochs.get(1));
        assertThat(bytes(prefix("in/"), PLAIN, OptionalLong.of(8), 1, Shard.WHOLE))
                .asString(StandardCharsets.UTF_8)
                .isNotEqualTo(epochs.get(1));
    }

    @Test
    void shardsOfAnEpochAreAllOfItAndChangeWithIt() throws IOException {
        for (int i = 0; i < 20; i++) {
            put("in/" + (char) ('a' + i), Character.toString('a' + i));
        }

        String first = shard(1, OptionalLong.of(7), 0);

        assertThat((first + shard(2, OptionalLong.of(7), 0)).chars())
                .hasSize(20)
                .doesNotHaveDuplicates();
        assertThat(first).hasSize(10);
        assertThat(shard(1, OptionalLong.of(7), 1).chars().sorted().toArray())
                .isNotEqualTo(first.chars().sorted().toArray());
        assertThat(shard(1, OptionalLong.empty(), 5)).isEqualTo("acegikmoqs");
    }

    @Test
    void manifestNamesTheObjects() throws IOException {
        put("list", "[{\"prefix\":\"s3://bucket/in/\"},\"b\",\"a\"]");
        put("in/a", "1");
        put("in/b", "2");
        put("in/c", "3");

        assertThat(text(new S3Source.Manifest(uri("list")), PLAIN)).isEqualTo("12");
    }

    @Test
    void augmentedManifestGivesAttributesInTheOrderAskedFor() throws IOException {
        put("img/1", "PIXELS");
        put("lines", """
                {"label": 1, "image-ref": "s3://bucket/img/1", "text": "a \\"b\\"", "box": {"x": [1, 2.50]}, "more": [0]}

                {"text":"c","image-ref":"s3://bucket/img/1","label":-0.50,"box":null}""");
        var source = new S3Source.AugmentedManifest(uri("lines"), List.of("image-ref", "label", "text", "box"));

        assertThat(text(source, PLAIN)).isEqualTo("PIXELS1a \"b\"{\"x\":[1,2.50]}PIXELS-0.50cnull");
        assertThat(bytes(source, RECORDS, OptionalLong.empty(), 0, new Shard(2, 2)))
                .startsWith(HexFormat.of().parseHex("0a23d7ce06000000504958454c530000"));
    }

    @Test
    void linesAreShuffledAndSharedBetweenHosts() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            lines.append("{\"n\":\"<").append(i).append(">\"}\r\n");
        }
        put("lines", lines.toString());
        var source = new S3Source.AugmentedManifest(uri("lines"), List.of("n"));

        String epoch = new String(bytes(source, PLAIN, OptionalLong.of(1), 3, new Shard(1, 2)), StandardCharsets.UTF_8)
                + new String(bytes(source, PLAIN, OptionalLong.of(1), 3, new Shard(2, 2)), StandardCharsets.UTF_8);

        assertThat(epoch.split("(?<=>)")).hasSize(3000).doesNotHaveDuplicates();
        assertThat(epoch).doesNotStartWith("<0><1>");
        assertThat(text(source, PLAIN)).startsWith("<0><1><2>").endsWith("<2998><2999>");
    }

    @Test
    void brokenLinesAreNamed() {
        put("lines", "{\"a\":1}\n{\"b\":1}\n");
        put("words", "hello\n");
        put("list", "[1]\n");
        put("refs", "{\"a-ref\":\"img\"}\n");
        put("gone", "{\"a-ref\":\"s3://bucket/none\"}\n");

        assertThatThrownBy(() -> text(new S3Source.AugmentedManifest(uri("lines"), List.of("a")), PLAIN))
                .isInstanceOf(TransferException.class)
                .hasMessage("Line 2 of the augmented manifest s3://bucket/lines has no attribute \"a\".");
        assertThatThrownBy(() -> text(new S3Source.AugmentedManifest(uri("words"), List.of("a")), PLAIN))
                .hasMessageStartingWith("Line 1 of the augmented manifest s3://bucket/words is not valid JSON.");
        assertThatThrownBy(() -> text(new S3Source.AugmentedManifest(uri("list"), List.of("a")), PLAIN))
                .hasMessage("Line 1 of the augmented manifest s3://bucket/list is not a JSON object.");
        assertThatThrownBy(() -> text(new S3Source.AugmentedManifest(uri("refs"), List.of("a-ref")), PLAIN))
                .hasMessageContaining("no S3 URI");
        assertThatThrownBy(() -> text(new S3Source.AugmentedManifest(uri("gone"), List.of("a-ref")), PLAIN))
                .hasMessage("Unable to download object s3://bucket/none (NoSuchKey).");
        assertThatThrownBy(() -> text(new S3Source.AugmentedManifest(uri("none"), List.of("a")), PLAIN))
                .isInstanceOf(ObjectStoreException.class);
    }

    @Test
    void onlyTheTargetFailsAsAStreamDoes() {
        put("in/a", "1");

        assertThatThrownBy(() -> new ChannelStream(store, prefix("in/"), PLAIN, OptionalLong.empty())
                        .write(0, Shard.WHOLE, new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("Broken pipe");
                            }
                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("Broken pipe");
    }

    private String shard(int host, OptionalLong seed, long epoch) throws IOException {
        return new String(bytes(prefix("in/"), PLAIN, seed, epoch, new Shard(host, 2)), StandardCharsets.UTF_8);
    }

    private String text(S3Source source, Format format) throws IOException {
        return new String(bytes(source, format, OptionalLong.empty(), 0, Shard.WHOLE), StandardCharsets.UTF_8);
    }

    private byte[] bytes(S3Source source, Format format, OptionalLong seed, long epoch, Shard shard)
            throws IOException {
        var target = new ByteArrayOutputStream();
        new ChannelStream(store, source, format, seed).write(epoch, shard, target);
        return target.toByteArray();
    }

    private static S3Source prefix(String key) {
        return new S3Source.Prefix(uri(key));
    }

    private static S3Uri uri(String key) {
        return new S3Uri("bucket", key);
    }

    private static byte[] gzip(String text) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    private void put(String key, String content) {
        put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String key, byte[] content) {
        store.put("s3://bucket/" + key, content);
    }
}
