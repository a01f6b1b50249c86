package io.slipway.s3.embedded;

import io.slipway.s3.ListRequest;
import io.slipway.s3.Listing;
import io.slipway.s3.ObjectInfo;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * S3 storage in one directory, of one process: {@code objects.db} is the index, {@code blobs/} holds the bytes. What a
 * call has returned from survives a kill of the process at any moment; what it has not returned from is either whole or
 * not there. A power failure may lose the last moments.
 */
public final class EmbeddedStore implements ObjectStore {

    private static final String HOME = "us-east-1";

    private final DirectoryLock lock;
    private final Index index;
    private final Buckets buckets;
    private final Objects objects;
    private final Uploads uploads;
    private final Listings listings;
    private final Thread sweep;

    /**
     * @param directory made if it is not there
     * @throws ObjectStoreException if another store has it open, or one of another version made it
     */
    public EmbeddedStore(Path directory, InstantSource clock) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw Blobs.failure(e);
        }
        lock = new DirectoryLock(directory.resolve("objects.lock"));
        index = openIndex(directory.resolve("objects.db"));
        Numbers numbers = new Numbers(index);
        Blobs blobs = new Blobs(directory.resolve("blobs"), numbers);
        Identifiers identifiers = new Identifiers();
        buckets = new Buckets(index, blobs, clock);
        objects = new Objects(index, blobs, numbers, identifiers, clock);
        uploads = new Uploads(index, blobs, numbers, identifiers, clock);
        listings = new Listings(index);
        sweep = Thread.ofVirtual().name("s3-sweep").start(new Sweep(index, blobs, numbers.first()));
    }

    private Index openIndex(Path file) {
        try {
            return new Index(file);
        } catch (ObjectStoreException e) {
            lock.close();
            throw e;
        }
    }

    public Buckets buckets() {
        return buckets;
    }

    public Objects objects() {
        return objects;
    }

    public Uploads uploads() {
        return uploads;
    }

    public Listings listings() {
        return listings;
    }

    @Override
    public boolean bucketExists(String bucket) {
        return buckets.find(bucket).isPresent();
    }

    @Override
    public void createBucket(String bucket) {
        buckets.create(bucket, HOME);
    }

    @Override
    public Optional<ObjectInfo> find(S3Uri object) {
        return bucketExists(object.bucket())
                ? objects.find(object.bucket(), object.key())
                        .filter(version -> !version.deleteMarker())
                        .map(EmbeddedStore::info)
                : Optional.empty();
    }

    @Override
    public Listing list(ListRequest request) {
        KeyPage page = listings.list(new KeyQuery(
                request.bucket(), request.prefix(), "", request.startAfter().orElse(""), request.maximumKeys()));
        return new Listing(page.objects().stream().map(EmbeddedStore::info).toList(), page.truncated());
    }

    @Override
    public InputStream open(S3Uri object) {
        return open(object, 0, Long.MAX_VALUE);
    }

    @Override
    public InputStream open(S3Uri object, long offset, long length) {
        ObjectReader reader = objects.open(object.bucket(), object.key(), Optional.empty());
        if (reader.version().deleteMarker()) {
            reader.close();
            throw Errors.noSuchKey(object.key());
        }
        return new OwningStream(reader, offset, length);
    }

    @Override
    public void fetch(S3Uri object, Path file) {
        objects.fetch(object.bucket(), object.key(), Optional.empty(), file);
    }

    @Override
    public ObjectInfo put(S3Uri object, InputStream body, String contentType) {
        buckets.get(object.bucket());
        Attributes attributes = new Attributes(Map.of("content-type", contentType), Map.of(), Map.of());
        try (Draft draft = objects.draft(body, OptionalLong.empty(), Set.of())) {
            return info(objects.put(object.bucket(), object.key(), draft, attributes, Condition.NONE));
        } catch (IOException e) {
            throw new ObjectStoreException("IncompleteBody", "The object could not be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void delete(S3Uri object) {
        objects.delete(object.bucket(), new Deletion.Target(object.key(), Optional.empty(), Condition.NONE));
    }

    @Override
    public void close() {
        boolean interrupted = false;
        while (sweep.isAlive()) {
            try {
                sweep.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        index.close();
        lock.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ObjectInfo info(Version version) {
        return new ObjectInfo(
                new S3Uri(version.bucket(), version.key()), version.size(), version.etag(), version.modified());
    }
}
