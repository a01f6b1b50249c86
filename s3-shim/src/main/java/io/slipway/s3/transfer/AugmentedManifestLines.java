package io.slipway.s3.transfer;

import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The lines of an augmented manifest, in their own order or in one of chance. */
final class AugmentedManifestLines {

    private static final int BUFFER = 1 << 16;

    /** The service allows 100,000 characters. */
    private static final int LONGEST_LINE = 1 << 20;

    private final ObjectStore store;
    private final S3Uri uri;
    private final ManifestAttributes attributes;

    AugmentedManifestLines(ObjectStore store, S3Source.AugmentedManifest source) {
        this.store = store;
        this.uri = source.uri();
        this.attributes = new ManifestAttributes(source);
    }

    /** Does something with a line; its offset is that of its first byte. */
    private interface Visitor {
        void visit(long number, long offset, byte[] line) throws IOException;
    }

    void write(Shard shard, RecordStream records) throws IOException {
        visit((number, offset, line) -> {
            if (shard.holds(number)) {
                attributes.write(number, line, records);
            }
        });
    }

    /** Only the places of the lines are kept, and the lines read again one by one. */
    void write(Shard shard, Shuffle shuffle, RecordStream records) throws IOException {
        var places = new Places();
        visit((number, offset, line) -> places.add(offset, line.length));
        int[] order = shuffle.order(places.count);
        for (int i = 0; i < order.length; i++) {
            if (shard.holds(i)) {
                int number = order[i];
                attributes.write(number, read(places.offsets[number], places.lengths[number]), records);
            }
        }
    }

    private static final class Places {

        private long[] offsets = new long[1024];
        private int[] lengths = new int[1024];
        private int count;

        void add(long offset, int length) {
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * count);
                lengths = Arrays.copyOf(lengths, 2 * count);
            }
            offsets[count] = offset;
            lengths[count++] = length;
        }
    }

    private byte[] read(long offset, int length) {
        try (InputStream line = store.open(uri, offset, length)) {
            return line.readAllBytes();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void visit(Visitor visitor) throws IOException {
        var line = new ByteArrayOutputStream();
        long number = 0;
        long offset = 0;
        long start = 0;
        try (InputStream content = new BufferedInputStream(store.open(uri), BUFFER)) {
            for (int next = next(content); next >= 0; next = next(content)) {
                offset++;
                if (next != '\n') {
                    line.write(next);
                    checkLength(line.size());
                    continue;
                }
                number = visit(visitor, number, start, line);
                start = offset;
            }
        }
        visit(visitor, number, start, line);
    }

    /** @return the number of the next line: empty ones are not counted */
    private static long visit(Visitor visitor, long number, long start, ByteArrayOutputStream line) throws IOException {
        byte[] bytes = line.toByteArray();
        line.reset();
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            return number;
        }
        visitor.visit(number, start, bytes);
        return number + 1;
    }

    private int next(InputStream content) {
        try {
            return content.read();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void checkLength(int length) {
        if (length > LONGEST_LINE) {
            throw new TransferException("The augmented manifest " + uri + " has a line that is too long.");
        }
    }

    private TransferException unreadable(IOException reason) {
        return new TransferException("Unable to download object " + uri + " (" + reason.getMessage() + ").", reason);
    }
}
