package io.slipway.s3;

/**
 * {@code s3://bucket/key}; the key may be empty, a prefix, and hold any characters.
 *
 * @param key without a leading slash
 */
public record S3Uri(String bucket, String key) {

    private static final String SCHEME = "s3://";

    /** @throws IllegalArgumentException if it is not of the form {@code s3://bucket[/key]} */
    public static S3Uri parse(String uri) {
        if (!uri.startsWith(SCHEME) || uri.length() == SCHEME.length()) {
            throw new IllegalArgumentException("not an S3 URI: " + uri);
        }
        int slash = uri.indexOf('/', SCHEME.length());
        if (slash == SCHEME.length()) {
            throw new IllegalArgumentException("not an S3 URI: " + uri);
        }
        return slash < 0
                ? new S3Uri(uri.substring(SCHEME.length()), "")
                : new S3Uri(uri.substring(SCHEME.length(), slash), uri.substring(slash + 1));
    }

    /** The object or prefix below this one: exactly one slash stands between the two. */
    public S3Uri resolve(String relative) {
        if (key.isEmpty() || key.endsWith("/")) {
            return new S3Uri(bucket, key + relative);
        }
        return new S3Uri(bucket, key + "/" + relative);
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
