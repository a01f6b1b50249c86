package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.Bucket.Versioning;
import io.slipway.s3.embedded.Deletion.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Objects and their versions. */
public final class Objects {

    private final Index index;
    private final Blobs blobs;
    private final Numbers numbers;
    private final Identifiers identifiers;
    private final InstantSource clock;
    private final Joins joins;

    Objects(Index index, Blobs blobs, Numbers numbers, Identifiers identifiers, InstantSource clock) {
        this.index = index;
        this.blobs = blobs;
        this.numbers = numbers;
        this.identifiers = identifiers;
        this.clock = clock;
        this.joins = new Joins(index, blobs);
    }

    /**
     * Stores bytes without making them an object yet.
     *
     * @param length a hint
     * @throws IOException only what the stream throws, or a full disk
     */
    public Draft draft(InputStream body, OptionalLong length, Set<ChecksumAlgorithm> algorithms) throws IOException {
        return blobs.write(body, length, algorithms);
    }

    /** Makes a draft an object; it takes the draft. */
    public Version put(String bucket, String key, Draft draft, Attributes attributes, Condition condition) {
        String etag = HexFormat.of().formatHex(draft.md5());
        return insert(
                bucket,
                key,
                List.of(draft.take()),
                condition,
                (session, sequence, id, blob) -> new Version(
                        bucket,
                        key,
                        sequence,
                        id,
                        false,
                        draft.size(),
                        etag,
                        now(),
                        attributes,
                        blob.getFirst(),
                        0,
                        ""));
    }

    /** Makes another object of the same bytes, without copying them where links are possible. */
    public Version copy(ObjectReader source, String bucket, String key, Attributes attributes, Condition condition) {
        Version from = source.version();
        List<Long> copies = source.blobs().stream().map(blobs::duplicate).toList();
        return insert(bucket, key, copies, condition, (session, sequence, id, blob) -> {
            boolean joined = blob.size() == 1;
            int next = 0;
            for (VersionPart part : source.parts()) {
                long own = joined || part.blob() == 0 ? 0 : blob.get(next++);
                VersionTable.insertPart(
                        session, sequence, new VersionPart(part.number(), own, part.size(), part.checksums()));
            }
            long whole = joined ? blob.getFirst() : 0;
            return new Version(
                    bucket,
                    key,
                    sequence,
                    id,
                    false,
                    from.size(),
                    from.etag(),
                    now(),
                    attributes,
                    whole,
                    from.parts(),
                    "");
        });
    }

    private interface NewVersion {
        Version make(Session session, long sequence, String id, List<Long> blobs);
    }

    private Version insert(String bucket, String key, List<Long> own, Condition condition, NewVersion maker) {
        List<Long> freed = new ArrayList<>(own);
        try {
            long sequence = numbers.next();
            return index.write(session -> {
                Bucket target = Buckets.get(session, bucket);
                condition.check(VersionTable.current(session, bucket, key));
                List<Long> replaced = VersionTable.removeUnversioned(session, target, key);
                Version version = maker.make(session, sequence, VersionTable.newId(target, identifiers), own);
                version.insert(session);
                freed.clear();
                freed.addAll(replaced);
                return version;
            });
        } finally {
            blobs.delete(freed);
        }
    }

    /** The newest version, which may be a delete marker. */
    public Optional<Version> find(String bucket, String key) {
        return index.read(session -> {
            Optional<Version> version = VersionTable.newest(session, bucket, key);
            if (version.isEmpty()) {
                Buckets.get(session, bucket);
            }
            return version;
        });
    }

    /**
     * The version of that id, or the newest, which may be a delete marker.
     *
     * @throws ObjectStoreException {@code NoSuchBucket}, {@code NoSuchKey}, {@code NoSuchVersion}
     */
    public Version get(String bucket, String key, Optional<String> id) {
        return index.read(session -> get(session, bucket, key, id));
    }

    private static Version get(Session session, String bucket, String key, Optional<String> id) {
        Optional<Version> version = id.isPresent()
                ? VersionTable.byId(session, bucket, key, id.get())
                : VersionTable.newest(session, bucket, key);
        return version.orElseThrow(() -> {
            Buckets.get(session, bucket);
            return id.isPresent() ? Errors.noSuchVersion(id.get()) : Errors.noSuchKey(key);
        });
    }

    /** As {@link #get}, with the bytes; a delete marker has none. */
    public ObjectReader open(String bucket, String key, Optional<String> id) {
        while (true) {
            Optional<ObjectReader> reader = index.read(session -> {
                Version version = get(session, bucket, key, id);
                List<VersionPart> parts = VersionTable.parts(session, version);
                List<Long> own = VersionTable.blobs(version, parts);
                if (own.isEmpty() && !version.deleteMarker()) {
                    return Optional.empty();
                }
                return blobs.lease(own).map(lease -> new ObjectReader(version, parts, lease));
            });
            // Its bytes went between the look into the index and the lease: there is a newer state to look at.
            if (reader.isPresent()) {
                return reader.get();
            }
        }
    }

    /** Makes the bytes of a version a file that shares them with the store. */
    public void fetch(String bucket, String key, Optional<String> id, Path file) {
        while (true) {
            try (ObjectReader reader = open(bucket, key, id)) {
                if (reader.version().deleteMarker()) {
                    throw Errors.noSuchKey(key);
                }
                if (reader.blobs().size() == 1) {
                    blobs.link(reader.blobs().getFirst(), file);
                    return;
                }
                joins.join(reader);
            }
        }
    }

    /**
     * Without an id it removes the object, or hides it under a delete marker where versions are kept. Does nothing if
     * there is nothing.
     */
    public Deletion delete(String bucket, Target target) {
        Deletion deletion = deleteAll(bucket, List.of(target)).getFirst();
        if (deletion.error().isPresent()) {
            throw deletion.error().get();
        }
        return deletion;
    }

    /** One deletion a target, in their order, in one transaction; one that is refused does not keep the others. */
    public List<Deletion> deleteAll(String bucket, List<Target> targets) {
        List<Long> sequences = targets.stream().map(target -> numbers.next()).toList();
        List<Long> freed = new ArrayList<>();
        List<Deletion> deletions = index.write(session -> {
            Bucket owner = Buckets.get(session, bucket);
            List<Deletion> done = new ArrayList<>();
            for (int i = 0; i < targets.size(); i++) {
                done.add(delete(session, owner, targets.get(i), sequences.get(i), freed));
            }
            return done;
        });
        blobs.delete(freed);
        return deletions;
    }

    private Deletion delete(Session session, Bucket bucket, Target target, long sequence, List<Long> freed) {
        try {
            return target.id().isPresent()
                    ? deleteVersion(session, bucket, target, target.id().get(), freed)
                    : deleteNewest(session, bucket, target, sequence, freed);
        } catch (ObjectStoreException e) {
            if (e.code().equals("InternalError")) {
                throw e;
            }
            return Deletion.refused(target, e);
        }
    }

    private static Deletion deleteVersion(Session session, Bucket bucket, Target target, String id, List<Long> freed) {
        Optional<Version> version = VersionTable.byId(session, bucket.name(), target.key(), id);
        target.condition().check(version.filter(found -> !found.deleteMarker()));
        version.ifPresent(found -> freed.addAll(VersionTable.remove(session, found)));
        return Deletion.done(
                target, Optional.of(id), version.map(Version::deleteMarker).orElse(false));
    }

    private Deletion deleteNewest(Session session, Bucket bucket, Target target, long sequence, List<Long> freed) {
        target.condition().check(VersionTable.current(session, bucket.name(), target.key()));
        freed.addAll(VersionTable.removeUnversioned(session, bucket, target.key()));
        if (bucket.versioning() == Versioning.OFF) {
            return Deletion.done(target, Optional.empty(), false);
        }
        String id = VersionTable.newId(bucket, identifiers);
        Attributes none = new Attributes(Map.of(), Map.of(), Map.of());
        new Version(bucket.name(), target.key(), sequence, id, true, 0, "", now(), none, 0, 0, "").insert(session);
        return Deletion.done(target, Optional.of(id), true);
    }

    /** Replaces the tags. */
    public Version setTags(String bucket, String key, Optional<String> id, Map<String, String> tags) {
        return index.write(session -> {
            Version version = get(session, bucket, key, id);
            session.update(
                    "UPDATE version SET tags = ? WHERE bucket = ? AND key = ? AND sequence = ?",
                    Fields.encode(tags),
                    bucket,
                    key,
                    version.sequence());
            return version;
        });
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
