package io.slipway.emulator.transform.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The payloads of one object: one record each, or as many whole records as fit. */
public final class PayloadReader {
    public static final int MEGABYTE = 1 << 20;

    private final Optional<LinePayloads> lines;
    private final RecordReader records;
    private final Splitting splitting;
    private final RecordFilter filter;
    private Optional<byte[]> original = Optional.empty();
    private byte[] filtered = {};
    private boolean primed;

    /**
     * @param filter what a record becomes before it is sent
     * @param buffers of the size of the largest payload
     */
    public PayloadReader(InputStream input, Splitting splitting, RecordFilter filter, PayloadBuffers buffers) {
        boolean whole =
                splitting.type() == SplitType.LINE && splitting.multiRecord() && filter.equals(RecordFilter.NONE);
        this.lines = whole ? Optional.of(new LinePayloads(input, splitting.limit(), buffers)) : Optional.empty();
        this.records = splitting.type().reader(input, splitting.limit(), splitting.multiRecord());
        this.splitting = splitting;
        this.filter = filter;
    }

    /** The next payload, or empty at the end of the object. */
    public Optional<Payload> next() throws IOException {
        if (lines.isPresent()) {
            return lines.get().next();
        }
        if (!splitting.multiRecord()) {
            advance();
            return original.map(record -> Payload.of(filtered, filter.keepsOriginals() ? List.of(record) : List.of()));
        }
        if (!primed) {
            advance();
            primed = true;
        }
        if (original.isEmpty()) {
            return Optional.empty();
        }
        var body = new ByteArrayOutputStream(filtered.length);
        List<byte[]> originals = new ArrayList<>();
        do {
            body.writeBytes(filtered);
            if (filter.keepsOriginals()) {
                originals.add(original.orElseThrow());
            }
            advance();
        } while (original.isPresent() && body.size() + filtered.length <= splitting.limit());
        return Optional.of(Payload.of(body.toByteArray(), originals));
    }

    private void advance() throws IOException {
        original = records.next();
        if (original.isPresent()) {
            filtered = filter.apply(original.get());
            if (filtered.length > splitting.limit()) {
                throw MalformedInputException.tooLarge(splitting.limit());
            }
        }
    }
}
