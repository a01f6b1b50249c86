package io.slipway.s3.minio;

import io.minio.BucketExistsArgs;
import io.minio.errors.ErrorResponseException;
import io.slipway.s3.ObjectStoreException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Waits for an answer of the client and turns its many failures into the port's one. */
final class MinioCall {

    private MinioCall() {}

    static <T> T await(String bucket, Supplier<CompletableFuture<T>> call) {
        check(bucket);
        try {
            return call.get().join();
        } catch (CompletionException e) {
            throw failure(Objects.requireNonNullElse(e.getCause(), e));
        } catch (IllegalArgumentException e) {
            throw new ObjectStoreException("InvalidArgument", String.valueOf(e.getMessage()), e);
        }
    }

    static ObjectStoreException failure(Throwable cause) {
        if (cause instanceof ErrorResponseException refused) {
            return new ObjectStoreException(
                    refused.errorResponse().code(),
                    String.valueOf(refused.errorResponse().message()),
                    refused);
        }
        Throwable root = cause;
        for (Throwable next = root.getCause(); next != null; next = next.getCause()) {
            root = next;
        }
        return new ObjectStoreException("ServiceUnavailable", "MinIO cannot be used: " + root, cause);
    }

    private static void check(String bucket) {
        try {
            BucketExistsArgs.builder().bucket(bucket).build();
        } catch (IllegalArgumentException e) {
            throw new ObjectStoreException("InvalidBucketName", "The specified bucket is not valid.", e);
        }
    }
}
