package io.slipway.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store for tests, kept to the contract like the others. */
public final class InMemoryObjectStore implements ObjectStore {

    private static final Comparator<String> BYTE_ORDER =
            Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final ConcurrentMap<String, NavigableMap<String, Stored>> buckets = new ConcurrentHashMap<>();
    private final AtomicInteger listings = new AtomicInteger();

    private static final class Stored {

        private final byte[] bytes;
        private final ObjectInfo info;

        Stored(byte[] bytes, ObjectInfo info) {
            this.bytes = bytes;
            this.info = info;
        }

        byte[] bytes() {
            return bytes;
        }

        ObjectInfo info() {
            return info;
        }
    }

    /** How often {@link #list} was called. */
    public int listings() {
        return listings.get();
    }

    /** Stores text; makes the bucket if need be. */
    public void put(String uri, String text) {
        put(uri, text.getBytes(StandardCharsets.UTF_8));
    }

    public void put(String uri, byte[] bytes) {
        S3Uri object = S3Uri.parse(uri);
        createBucket(object.bucket());
        put(object, new ByteArrayInputStream(bytes), "binary/octet-stream");
    }

    public byte[] bytes(String uri) {
        return stored(S3Uri.parse(uri)).bytes();
    }

    @Override
    public boolean bucketExists(String bucket) {
        return buckets.containsKey(bucket);
    }

    @Override
    public void createBucket(String bucket) {
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new ObjectStoreException("InvalidBucketName", "The specified bucket is not valid.");
        }
        buckets.computeIfAbsent(bucket, name -> new ConcurrentSkipListMap<>(BYTE_ORDER));
    }

    @Override
    public Optional<ObjectInfo> find(S3Uri object) {
        return Optional.ofNullable(buckets.get(object.bucket()))
                .map(objects -> objects.get(object.key()))
                .map(Stored::info);
    }

    @Override
    public Listing list(ListRequest request) {
        listings.incrementAndGet();
        List<ObjectInfo> found =
                bucket(request.bucket()).tailMap(request.startAfter().orElse(""), false).values().stream()
                        .map(Stored::info)
                        .filter(info -> info.uri().key().startsWith(request.prefix()))
                        .limit(request.maximumKeys() + 1L)
                        .toList();
        boolean truncated = found.size() > request.maximumKeys();
        return new Listing(truncated ? found.subList(0, request.maximumKeys()) : found, truncated);
    }

    @Override
    public InputStream open(S3Uri object) {
        return new ByteArrayInputStream(stored(object).bytes());
    }

    @Override
    public InputStream open(S3Uri object, long offset, long length) {
        byte[] bytes = stored(object).bytes();
        int from = (int) Math.min(offset, bytes.length);
        int to = (int) Math.min(offset + length, bytes.length);
        return new ByteArrayInputStream(bytes, from, to - from);
    }

    @Override
    public void fetch(S3Uri object, Path file) {
        try {
            byte[] bytes = stored(object).bytes();
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new ObjectStoreException("InternalError", "cannot write " + file, e);
        }
    }

    @Override
    public ObjectInfo put(S3Uri object, InputStream body, String contentType) {
        NavigableMap<String, Stored> objects = bucket(object.bucket());
        try {
            byte[] bytes = body.readAllBytes();
            ObjectInfo info = new ObjectInfo(object, bytes.length, md5(bytes), Instant.now());
            objects.put(object.key(), new Stored(bytes, info));
            return info;
        } catch (IOException e) {
            throw new ObjectStoreException("IncompleteBody", "the stream broke", e);
        }
    }

    @Override
    public void delete(S3Uri object) {
        bucket(object.bucket()).remove(object.key());
    }

    @Override
    public void close() {
        buckets.clear();
    }

    private NavigableMap<String, Stored> bucket(String name) {
        NavigableMap<String, Stored> objects = buckets.get(name);
        if (objects == null) {
            throw new ObjectStoreException("NoSuchBucket", "The specified bucket does not exist");
        }
        return objects;
    }

    private Stored stored(S3Uri object) {
        Stored stored = bucket(object.bucket()).get(object.key());
        if (stored == null) {
            throw new ObjectStoreException("NoSuchKey", "The specified key does not exist.");
        }
        return stored;
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
