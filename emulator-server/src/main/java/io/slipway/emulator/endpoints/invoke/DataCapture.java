package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what goes through endpoints to S3, where their configuration asks for it: JSON lines, some requests a file.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html">Data capture</a>
 */
public final class DataCapture implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataCapture.class);

    /** After which a file is written though it is short. */
    private static final Duration DELAY = Duration.ofSeconds(1);

    private static final int MOST_BYTES = 4 << 20;
    private static final int HUNDRED = 100;

    /** Where a file of lines goes: {@code <destination>/<endpoint>/<variant>}. */
    private record Folder(S3Uri uri) {}

    /** What a file will hold. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private int bytes;
    }

    private final ObjectStore objects;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<Folder, Lines> open = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** @param random decides which requests are taken where not all are */
    public DataCapture(ObjectStore objects, InstantSource clock, RandomGenerator random) {
        this.objects = objects;
        this.clock = clock;
        this.random = random;
    }

    /** Takes a request and its answer if the endpoint wants it; the file is written soon after. */
    void offer(InvocationRequest request, Routed<WholeAnswer> routed, byte[] input) {
        routed.plan()
                .config()
                .findDocument("DataCaptureConfig")
                .filter(config -> config.isTrue("EnableCapture"))
                .filter(this::isSampled)
                .ifPresent(config -> take(config, request, routed, input));
    }

    private boolean isSampled(Document config) {
        long percentage = config.getLong("InitialSamplingPercentage");
        return percentage >= HUNDRED || random.nextInt(HUNDRED) < percentage;
    }

    private void take(Document config, InvocationRequest request, Routed<WholeAnswer> routed, byte[] input) {
        Instant now = clock.instant();
        String line = new CapturedRecord(config).line(request, routed.answer(), input, now);
        S3Uri folder = S3Uri.parse(config.getString("DestinationS3Uri"))
                .resolve(request.endpoint())
                .resolve(routed.variant());
        add(new Folder(folder), line);
    }

    private void add(Folder folder, String line) {
        Lines full = null;
        boolean first = false;
        lock.lock();
        try {
            Lines lines = open.get(folder);
            if (lines == null) {
                lines = new Lines();
                open.put(folder, lines);
                first = true;
            }
            lines.lines.add(line);
            lines.bytes += line.length();
            if (lines.bytes > MOST_BYTES) {
                full = open.remove(folder);
            }
        } finally {
            lock.unlock();
        }
        if (full != null) {
            write(folder, full);
        } else if (first) {
            Thread.ofVirtual().name("data-capture").start(() -> writeSoon(folder));
        }
    }

    private void writeSoon(Folder folder) {
        try {
            Thread.sleep(DELAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writeNow(folder);
    }

    private void writeNow(Folder folder) {
        Lines lines;
        lock.lock();
        try {
            lines = open.remove(folder);
        } finally {
            lock.unlock();
        }
        if (lines != null) {
            write(folder, lines);
        }
    }

    private void write(Folder folder, Lines lines) {
        String name = CapturedRecord.FILE.format(clock.instant()) + "-" + UUID.randomUUID() + ".jsonl";
        byte[] content = (String.join("\n", lines.lines) + "\n").getBytes(StandardCharsets.UTF_8);
        S3Uri file = folder.uri().resolve(name);
        try {
            objects.put(file, new ByteArrayInputStream(content), "application/jsonlines");
        } catch (ObjectStoreException e) {
            LOG.warn(
                    "{} captured requests are lost, as {} cannot be written: {}",
                    lines.lines.size(),
                    file,
                    e.getMessage());
        }
    }

    /** Writes what is not written yet. */
    @Override
    public void close() {
        List<Folder> left;
        lock.lock();
        try {
            left = List.copyOf(open.keySet());
        } finally {
            lock.unlock();
        }
        left.forEach(this::writeNow);
    }
}
