package io.slipway.s3.http;

import java.util.List;

/**
 * A row of the table of operations.
 *
 * @param markers parameters that must all be there; with a value after an equals sign, be so; {@code @name} means a
 *     header, its value one that begins so
 */
record Route(String method, Target target, List<String> markers, Operation operation) {

    enum Target {
        SERVICE,
        BUCKET,
        OBJECT;

        static Target of(S3Request request) {
            if (request.bucket().isEmpty()) {
                return SERVICE;
            }
            return request.key().isEmpty() ? BUCKET : OBJECT;
        }
    }

    static Route service(String method, Operation operation, String... markers) {
        return new Route(method, Target.SERVICE, List.of(markers), operation);
    }

    static Route bucket(String method, Operation operation, String... markers) {
        return new Route(method, Target.BUCKET, List.of(markers), operation);
    }

    static Route object(String method, Operation operation, String... markers) {
        return new Route(method, Target.OBJECT, List.of(markers), operation);
    }

    boolean matches(S3Request request) {
        return method.equals(request.method())
                && target == Target.of(request)
                && markers.stream().allMatch(marker -> matches(marker, request));
    }

    private static boolean matches(String marker, S3Request request) {
        int equals = marker.indexOf('=');
        if (marker.startsWith("@")) {
            String name = marker.substring(1, equals < 0 ? marker.length() : equals);
            String start = equals < 0 ? "" : marker.substring(equals + 1);
            return request.header(name).filter(value -> value.startsWith(start)).isPresent();
        }
        return equals < 0
                ? request.query().has(marker)
                : request.query()
                        .find(marker.substring(0, equals))
                        .filter(marker.substring(equals + 1)::equals)
                        .isPresent();
    }
}
