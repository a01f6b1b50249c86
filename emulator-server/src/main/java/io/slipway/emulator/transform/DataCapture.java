package io.slipway.emulator.transform;

import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.SelectedObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a job captures: which objects it read and which it made of them, as manifests. The data itself is not kept twice.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-batch.html">Data capture</a>
 */
final class DataCapture {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu/MM/dd/HH", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String CONTENT_TYPE = "application/json";

    private final S3Uri destination;
    private final String job;
    private final ConcurrentLinkedQueue<SelectedObject> transformed = new ConcurrentLinkedQueue<>();

    private DataCapture(S3Uri destination, String job) {
        this.destination = destination;
        this.job = job;
    }

    /** @throws IllegalArgumentException if the destination is no S3 URI */
    static Optional<DataCapture> of(Document request) {
        return request.findString("DataCaptureConfig.DestinationS3Uri")
                .map(uri -> new DataCapture(S3Uri.parse(uri), request.getString("TransformJobName")));
    }

    void add(SelectedObject object) {
        transformed.add(object);
    }

    /** Stores the manifests of what was transformed; none if nothing was. */
    void store(ObjectStore objects, TransformSettings settings, Instant now) {
        if (transformed.isEmpty()) {
            return;
        }
        List<String> read = new ArrayList<>();
        List<String> made = new ArrayList<>();
        transformed.stream()
                .sorted((one, other) ->
                        one.object().uri().key().compareTo(other.object().uri().key()))
                .forEach(object -> {
                    read.add(object.object().uri().key());
                    made.add(object.name() + ".out");
                });
        String folder = commonFolder(read);
        String bucket = transformed.element().object().uri().bucket();
        List<String> names =
                read.stream().map(key -> key.substring(folder.length())).toList();
        put(objects, "input", now, new S3Uri(bucket, folder), names);
        put(objects, "output", now, settings.output().resolve(""), made);
    }

    /** The longest folder that all keys are in. */
    private static String commonFolder(List<String> keys) {
        String folder = keys.getFirst().substring(0, keys.getFirst().lastIndexOf('/') + 1);
        for (String key : keys) {
            while (!key.startsWith(folder)) {
                folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
            }
        }
        return folder;
    }

    private void put(ObjectStore objects, String kind, Instant now, S3Uri prefix, List<String> names) {
        List<Object> manifest = new ArrayList<>();
        manifest.add(Document.EMPTY.with("prefix", prefix.toString()));
        manifest.addAll(names);
        byte[] content = Document.EMPTY
                .with("manifest", manifest)
                .node()
                .get("manifest")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        S3Uri target = destination.resolve(kind + "/" + HOUR.format(now) + "/" + job + ".json");
        objects.put(target, new ByteArrayInputStream(content), CONTENT_TYPE);
    }
}
