package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.Upload.ChecksumType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Multipart uploads. */
public final class Uploads {

    private static final int MOST_PARTS = 10_000;

    private final Index index;
    private final Blobs blobs;
    private final Numbers numbers;
    private final Identifiers identifiers;
    private final InstantSource clock;

    Uploads(Index index, Blobs blobs, Numbers numbers, Identifiers identifiers, InstantSource clock) {
        this.index = index;
        this.blobs = blobs;
        this.numbers = numbers;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** @param attributes of the object to be; its checksums are ignored */
    public Upload create(
            String bucket,
            String key,
            Attributes attributes,
            Optional<ChecksumAlgorithm> algorithm,
            ChecksumType type) {
        Map<String, String> agreement =
                algorithm.map(agreed -> Upload.agreement(agreed, type)).orElse(Map.of());
        Upload upload = new Upload(bucket, key, identifiers.next(), now(), attributes.withChecksums(agreement));
        return index.write(session -> {
            Buckets.get(session, bucket);
            session.update(
                    "INSERT INTO upload (" + Upload.COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                    bucket,
                    key,
                    upload.id(),
                    upload.started().toEpochMilli(),
                    Fields.encode(attributes.headers()),
                    Fields.encode(agreement),
                    Fields.encode(attributes.tags()));
            return upload;
        });
    }

    public Upload get(String bucket, String key, String id) {
        return index.read(session -> get(session, bucket, key, id));
    }

    private static Upload get(Session session, String bucket, String key, String id) {
        return session.first(
                        "SELECT " + Upload.COLUMNS + " FROM upload WHERE bucket = ? AND key = ? AND id = ?",
                        Upload::read,
                        bucket,
                        key,
                        id)
                .orElseThrow(() -> {
                    Buckets.get(session, bucket);
                    return Errors.noSuchUpload();
                });
    }

    /** Makes a draft a part, in place of the one of that number; it takes the draft. */
    public UploadPart put(Upload upload, int number, Draft draft, Map<String, String> checksums) {
        if (number < 1 || number > MOST_PARTS) {
            throw new ObjectStoreException(
                    "InvalidArgument", "Part number must be an integer between 1 and " + MOST_PARTS + ", inclusive");
        }
        UploadPart part = new UploadPart(
                number, draft.take(), draft.size(), HexFormat.of().formatHex(draft.md5()), now(), checksums);
        List<Long> freed = new ArrayList<>(List.of(part.blob()));
        try {
            return index.write(session -> {
                get(session, upload.bucket(), upload.key(), upload.id());
                List<Long> replaced = session.list(
                        "SELECT blob FROM upload_part WHERE upload = ? AND number = ?",
                        row -> row.getLong(1),
                        upload.id(),
                        number);
                session.update(
                        "INSERT OR REPLACE INTO upload_part (upload, " + UploadPart.COLUMNS
                                + ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                        upload.id(),
                        number,
                        part.blob(),
                        part.size(),
                        part.etag(),
                        part.modified().toEpochMilli(),
                        Fields.encode(checksums));
                freed.clear();
                freed.addAll(replaced);
                return part;
            });
        } finally {
            blobs.delete(freed);
        }
    }

    /** Those of numbers above {@code after}, in order. */
    public List<UploadPart> parts(Upload upload, int after, int limit) {
        return index.read(session -> parts(session, upload, after, limit));
    }

    private static List<UploadPart> parts(Session session, Upload upload, int after, int limit) {
        return session.list(
                "SELECT " + UploadPart.COLUMNS
                        + " FROM upload_part WHERE upload = ? AND number > ? ORDER BY number LIMIT ?",
                UploadPart::read,
                upload.id(),
                after,
                limit);
    }

    /** All of a bucket whose keys begin with a prefix, by key and then by start. */
    public List<Upload> list(String bucket, String prefix) {
        return index.read(session -> {
            Buckets.get(session, bucket);
            return session.list(
                    "SELECT " + Upload.COLUMNS
                            + " FROM upload WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, started, id",
                    Upload::read,
                    bucket,
                    prefix,
                    Keys.endOf(prefix));
        });
    }

    public void abort(Upload upload) {
        blobs.delete(index.write(session -> {
            get(session, upload.bucket(), upload.key(), upload.id());
            return remove(session, upload);
        }));
    }

    /** What the object would be; to be compared with what the uploader expects before it is completed. */
    public interface Expectation {
        void check(long size, Map<String, String> checksums);
    }

    /**
     * Makes an object of the parts named. Said again of an upload that is complete, it gives the object that was made: an
     * uploader may have missed the answer.
     *
     * @throws ObjectStoreException {@code InvalidPart}, {@code InvalidPartOrder}, {@code EntityTooSmall}
     */
    public Version complete(
            String bucket,
            String key,
            String id,
            List<CompletedPart> completed,
            Expectation expectation,
            Condition condition) {
        long sequence = numbers.next();
        List<Long> freed = new ArrayList<>();
        Version version = index.write(session -> {
            Optional<Version> before = id.isEmpty() ? Optional.empty() : madeBy(session, bucket, key, id);
            if (before.isPresent()) {
                return before.get();
            }
            Upload upload = get(session, bucket, key, id);
            Assembly assembly = Assembly.of(parts(session, upload, 0, MOST_PARTS), completed);
            Map<String, String> checksums = upload.algorithm()
                    .map(algorithm -> assembly.checksums(algorithm, upload.type()))
                    .orElse(Map.of());
            expectation.check(assembly.size(), checksums);
            condition.check(VersionTable.current(session, bucket, key));
            Bucket owner = Buckets.get(session, bucket);
            freed.addAll(VersionTable.removeUnversioned(session, owner, key));
            freed.addAll(remove(session, upload));
            freed.removeAll(assembly.blobs());
            return insert(session, upload, assembly, sequence, VersionTable.newId(owner, identifiers), checksums);
        });
        blobs.delete(freed);
        return version;
    }

    private static Optional<Version> madeBy(Session session, String bucket, String key, String id) {
        return session.first(
                "SELECT " + Version.COLUMNS + " FROM version WHERE bucket = ? AND key = ? AND upload = ?",
                Version::read,
                bucket,
                key,
                id);
    }

    private Version insert(
            Session session,
            Upload upload,
            Assembly assembly,
            long sequence,
            String id,
            Map<String, String> checksums) {
        boolean single = assembly.parts().size() == 1;
        for (UploadPart part : assembly.parts()) {
            VersionTable.insertPart(
                    session,
                    sequence,
                    new VersionPart(part.number(), single ? 0 : part.blob(), part.size(), part.checksums()));
        }
        Version version = new Version(
                upload.bucket(),
                upload.key(),
                sequence,
                id,
                false,
                assembly.size(),
                assembly.etag(),
                now(),
                upload.attributes().withChecksums(checksums),
                single ? assembly.parts().getFirst().blob() : 0,
                assembly.parts().size(),
                upload.id());
        version.insert(session);
        return version;
    }

    /** @return the blobs that nothing refers to any more */
    private static List<Long> remove(Session session, Upload upload) {
        List<Long> freed =
                session.list("SELECT blob FROM upload_part WHERE upload = ?", row -> row.getLong(1), upload.id());
        session.update("DELETE FROM upload_part WHERE upload = ?", upload.id());
        session.update(
                "DELETE FROM upload WHERE bucket = ? AND key = ? AND id = ?",
                upload.bucket(),
                upload.key(),
                upload.id());
        return freed;
    }

    static List<Long> removeAll(Session session, String bucket) {
        List<Long> freed = new ArrayList<>();
        session.list("SELECT " + Upload.COLUMNS + " FROM upload WHERE bucket = ?", Upload::read, bucket)
                .forEach(upload -> freed.addAll(remove(session, upload)));
        return freed;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
