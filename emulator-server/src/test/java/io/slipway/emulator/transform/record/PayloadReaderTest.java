package io.slipway.emulator.transform.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
    private static final int MAGIC = 0xced7230a;

    private static List<String> payloads(String input, SplitType type, boolean multiRecord, int limit)
            throws IOException {
        return payloads(input.getBytes(StandardCharsets.ISO_8859_1), type, multiRecord, limit).stream()
                .map(body -> new String(body, StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static List<byte[]> payloads(byte[] input, SplitType type, boolean multiRecord, int limit)
            throws IOException {
        var reader = new PayloadReader(
                new ByteArrayInputStream(input),
                new Splitting(type, multiRecord, limit),
                RecordFilter.NONE,
                new PayloadBuffers(limit));
        List<byte[]> bodies = new ArrayList<>();
        for (Optional<Payload> next = reader.next(); next.isPresent(); next = reader.next()) {
            try (Payload payload = next.get()) {
                bodies.add(Arrays.copyOf(payload.body(), payload.length()));
            }
        }
        return bodies;
    }

    @Test
    void multiRecordTakesAsManyWholeLinesAsFit() throws IOException {
        assertThat(payloads("aa\nbb\ncc\ndd\n", SplitType.LINE, true, 6)).containsExactly("aa\nbb\n", "cc\ndd\n");
        assertThat(payloads("aa\nbb\ncc\n", SplitType.LINE, true, 8)).containsExactly("aa\nbb\n", "cc\n");
    }

    @Test
    void singleRecordSendsOneLineAtATime() throws IOException {
        assertThat(payloads("aa\nb\r\nlast", SplitType.LINE, false, 100)).containsExactly("aa\n", "b\r\n", "last");
    }

    @Test
    void emptyLinesAreRecordsButNothingAfterTheLastLineFeedIsNot() throws IOException {
        assertThat(payloads("a\n\nb\n", SplitType.LINE, false, 100)).containsExactly("a\n", "\n", "b\n");
        assertThat(payloads("", SplitType.LINE, true, 100)).isEmpty();
    }

    @Test
    void recordAsLargeAsTheLimitPassesAndOneByteMoreDoesNot() throws IOException {
        assertThat(payloads("123\n", SplitType.LINE, true, 4)).containsExactly("123\n");
        assertThatThrownBy(() -> payloads("a\n1234\n", SplitType.LINE, true, 4))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("larger than the maximum payload size");
    }

    @Test
    void wholeObjectIsOnePayloadWhateverTheStrategy() throws IOException {
        assertThat(payloads("a\nb\n", SplitType.NONE, true, 4)).containsExactly("a\nb\n");
        assertThat(payloads("", SplitType.NONE, false, 4)).isEmpty();
        assertThatThrownBy(() -> payloads("12345", SplitType.NONE, true, 4))
                .isInstanceOf(MalformedInputException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void linesAreNeverCutNorLostNorJoinedBeyondTheLimit(long seed) throws IOException {
        var random = new Random(seed);
        var input = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            input.append("x".repeat(random.nextInt(60))).append('\n');
        }
        input.append(random.nextBoolean() ? "tail" : "");
        int limit = 64 + random.nextInt(100_000);

        List<String> payloads = payloads(input.toString(), SplitType.LINE, true, limit);

        assertThat(String.join("", payloads)).isEqualTo(input.toString());
        assertThat(payloads).allMatch(payload -> payload.length() <= limit);
        for (int i = 0; i + 1 < payloads.size(); i++) {
            String next = payloads.get(i + 1);
            int firstLine = next.indexOf('\n') < 0 ? next.length() : next.indexOf('\n') + 1;
            assertThat(payloads.get(i)).endsWith("\n");
            assertThat(payloads.get(i).length() + firstLine).isGreaterThan(limit);
        }
    }

    @Test
    void recordIoDataComesBareOneByOneAndFramedTogether() throws IOException {
        byte[] first = recordIo(0, "hello".getBytes(StandardCharsets.UTF_8));
        byte[] second = recordIo(0, "yo".getBytes(StandardCharsets.UTF_8));
        byte[] file = concat(first, second);

        assertThat(payloads(file, SplitType.RECORD_IO, false, 100))
                .containsExactly("hello".getBytes(StandardCharsets.UTF_8), "yo".getBytes(StandardCharsets.UTF_8));
        assertThat(payloads(file, SplitType.RECORD_IO, true, 100)).containsExactly(file);
        assertThat(payloads(file, SplitType.RECORD_IO, true, first.length)).containsExactly(first, second);
    }

    @Test
    void recordIoPartsAreJoinedByTheMagicNumberThatDividedThem() throws IOException {
        byte[] file = concat(recordIo(1, new byte[] {1, 2}), recordIo(2, new byte[] {3}), recordIo(3, new byte[] {4}));
        byte[] magic = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .array();

        assertThat(payloads(file, SplitType.RECORD_IO, false, 100))
                .containsExactly(concat(new byte[] {1, 2}, magic, new byte[] {3}, magic, new byte[] {4}));
        assertThat(payloads(file, SplitType.RECORD_IO, true, 100)).containsExactly(file);
    }

    @Test
    void whatIsNoRecordIoOrEndsWithinARecordIsRefused() {
        assertThatThrownBy(() -> payloads("12345678".getBytes(StandardCharsets.UTF_8), SplitType.RECORD_IO, true, 99))
                .hasMessageContaining("not in RecordIO format");
        byte[] cut = java.util.Arrays.copyOf(recordIo(0, new byte[] {1, 2, 3, 4, 5}), 12);
        assertThatThrownBy(() -> payloads(cut, SplitType.RECORD_IO, true, 99)).hasMessageContaining("ends within");
        assertThatThrownBy(() -> payloads(recordIo(2, new byte[] {1}), SplitType.RECORD_IO, true, 99))
                .hasMessageContaining("out of place");
    }

    @Test
    void tfRecordsAreCheckedAndSentBareOrFramed() throws IOException {
        byte[] first = tfRecord("example".getBytes(StandardCharsets.UTF_8));
        byte[] file = concat(first, tfRecord(new byte[0]));

        assertThat(payloads(file, SplitType.TF_RECORD, false, 100))
                .containsExactly("example".getBytes(StandardCharsets.UTF_8), new byte[0]);
        assertThat(payloads(file, SplitType.TF_RECORD, true, 100)).containsExactly(file);

        byte[] flipped = first.clone();
        flipped[13] ^= 1;
        assertThatThrownBy(() -> payloads(flipped, SplitType.TF_RECORD, true, 100))
                .hasMessageContaining("checksum");
    }

    private static byte[] recordIo(int flag, byte[] data) {
        int padded = (data.length + 3) / 4 * 4;
        return ByteBuffer.allocate(8 + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt(flag << 29 | data.length)
                .put(data)
                .array();
    }

    private static byte[] tfRecord(byte[] data) {
        ByteBuffer length =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length);
        return ByteBuffer.allocate(16 + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(length.array())
                .putInt(masked(length.array()))
                .put(data)
                .putInt(masked(data))
                .array();
    }

    private static int masked(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes);
        int value = (int) checksum.getValue();
        return (value >>> 15 | value << 17) + 0xa282ead8;
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
