package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;

/** What the store refuses, in S3's words. */
final class Errors {

    private Errors() {}

    static ObjectStoreException noSuchBucket(String bucket) {
        return new ObjectStoreException("NoSuchBucket", "The specified bucket does not exist: " + bucket);
    }

    static ObjectStoreException noSuchKey(String key) {
        return new ObjectStoreException("NoSuchKey", "The specified key does not exist: " + key);
    }

    static ObjectStoreException noSuchVersion(String id) {
        return new ObjectStoreException("NoSuchVersion", "The specified version does not exist: " + id);
    }

    static ObjectStoreException noSuchUpload() {
        return new ObjectStoreException(
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or"
                        + " completed.");
    }
}
