package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Bucket and key of a request; both empty for the service itself, the key empty for a bucket. */
record Address(String bucket, String key) {

    private static final int LONGEST_KEY = 1024;

    /** @param path as it came, percent-encoded */
    static Address of(Optional<String> hostBucket, String path) {
        String rest = path.startsWith("/") ? path.substring(1) : path;
        if (hostBucket.isPresent()) {
            return checked(hostBucket.get(), Percent.decode(rest, false));
        }
        int slash = rest.indexOf('/');
        return slash < 0
                ? checked(Percent.decode(rest, false), "")
                : checked(
                        Percent.decode(rest.substring(0, slash), false),
                        Percent.decode(rest.substring(slash + 1), false));
    }

    /** {@code /bucket/key} or {@code bucket/key}, encoded, as a copy source is named. */
    static Address ofSource(String source) {
        Address address = of(Optional.empty(), source);
        if (address.key().isEmpty()) {
            throw new ObjectStoreException(
                    "InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
        }
        return address;
    }

    private static Address checked(String bucket, String key) {
        int length = key.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_KEY) {
            throw new ObjectStoreException("KeyTooLongError", "Your key is too long: " + length + " bytes");
        }
        return new Address(bucket, key);
    }
}
