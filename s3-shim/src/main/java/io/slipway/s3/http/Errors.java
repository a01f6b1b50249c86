package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import java.util.Map;

/** The HTTP status of each S3 error code: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
final class Errors {

    private static final int BAD_REQUEST = 400;

    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("AccessDenied", 403),
            Map.entry("BucketAlreadyExists", 409),
            Map.entry("BucketAlreadyOwnedByYou", 409),
            Map.entry("BucketNotEmpty", 409),
            Map.entry("ConditionalRequestConflict", 409),
            Map.entry("InternalError", 500),
            Map.entry("InvalidBucketState", 409),
            Map.entry("InvalidRange", 416),
            Map.entry("MethodNotAllowed", 405),
            Map.entry("MissingContentLength", 411),
            Map.entry("NoSuchBucket", 404),
            Map.entry("NoSuchBucketPolicy", 404),
            Map.entry("NoSuchConfiguration", 404),
            Map.entry("NoSuchCORSConfiguration", 404),
            Map.entry("NoSuchKey", 404),
            Map.entry("NoSuchLifecycleConfiguration", 404),
            Map.entry("NoSuchObjectLockConfiguration", 404),
            Map.entry("NoSuchPublicAccessBlockConfiguration", 404),
            Map.entry("NoSuchTagSet", 404),
            Map.entry("NoSuchUpload", 404),
            Map.entry("NoSuchVersion", 404),
            Map.entry("NoSuchWebsiteConfiguration", 404),
            Map.entry("NotImplemented", 501),
            Map.entry("NotModified", 304),
            Map.entry("ObjectLockConfigurationNotFoundError", 404),
            Map.entry("OwnershipControlsNotFoundError", 404),
            Map.entry("PreconditionFailed", 412),
            Map.entry("ReplicationConfigurationNotFoundError", 404),
            Map.entry("RequestTimeTooSkewed", 403),
            Map.entry("ServerSideEncryptionConfigurationNotFoundError", 404),
            Map.entry("SignatureDoesNotMatch", 403));

    private Errors() {}

    static int status(String code) {
        return STATUS.getOrDefault(code, BAD_REQUEST);
    }

    static ObjectStoreException invalidArgument(String message) {
        return new ObjectStoreException("InvalidArgument", message);
    }

    static ObjectStoreException invalidRequest(String message) {
        return new ObjectStoreException("InvalidRequest", message);
    }

    static ObjectStoreException methodNotAllowed() {
        return new ObjectStoreException(
                "MethodNotAllowed", "The specified method is not allowed against this resource.");
    }
}
