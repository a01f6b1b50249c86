package io.slipway.s3;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * S3 storage as jobs use it. All methods may be called from many threads; what fails is an {@link ObjectStoreException}
 * with the S3 code.
 */
public interface ObjectStore extends AutoCloseable {

    boolean bucketExists(String bucket);

    /** Makes a bucket; does nothing if it is there. */
    void createBucket(String bucket);

    Optional<ObjectInfo> find(S3Uri object);

    /** One page of the objects whose keys begin with a prefix, in the byte order of their UTF-8 keys. */
    Listing list(ListRequest request);

    /** The whole object; the stream goes on to give the bytes of the version found, whatever is written meanwhile. */
    InputStream open(S3Uri object);

    /** Part of an object; {@code offset + length} may reach beyond its end. */
    InputStream open(S3Uri object, long offset, long length);

    /**
     * Makes the object appear as a file. The file may share its bytes with the store: it must not be changed, only
     * removed. Its parent directory must exist and the file must not.
     */
    void fetch(S3Uri object, Path file);

    /**
     * Stores an object of any length, all or nothing: when the stream fails nothing has changed.
     *
     * @param contentType MIME type, {@code binary/octet-stream} if nothing is known
     */
    ObjectInfo put(S3Uri object, InputStream body, String contentType);

    /** Removes an object; does nothing if there is none. */
    void delete(S3Uri object);

    @Override
    void close();
}
