package io.slipway.emulator.http;

/**
 * Requests to endpoints are known by method and path, signed or not: S3 takes no POST of such a path without a query.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Operations_Amazon_SageMaker_Runtime.html">API</a>
 */
final class RuntimePath {

    private static final String PREFIX = "/endpoints/";

    private RuntimePath() {}

    static boolean matches(RequestHead head) {
        String path = head.path();
        if (!path.startsWith(PREFIX)
                || !head.method().equals("POST")
                || !head.query().isEmpty()) {
            return false;
        }
        int slash = path.indexOf('/', PREFIX.length());
        if (slash <= PREFIX.length()) {
            return false;
        }
        return switch (path.substring(slash + 1)) {
            case "invocations", "async-invocations", "invocations-response-stream" ->
                !TargetResolver.isStorageHost(head.host());
            default -> false;
        };
    }
}
