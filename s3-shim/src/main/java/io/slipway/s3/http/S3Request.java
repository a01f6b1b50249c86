package io.slipway.s3.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/** A request as the operations see it. */
final class S3Request {

    private final Request request;
    private final String id;
    private final Address address;
    private final Query query;

    S3Request(Request request, String id) {
        this.request = request;
        this.id = id;
        String path = request.getHttpURI().getPath();
        this.address = Address.of(S3Host.bucketOf(Request.getServerName(request)), path == null ? "/" : path);
        this.query = new Query(request.getHttpURI().getQuery());
    }

    String id() {
        return id;
    }

    String method() {
        return request.getMethod();
    }

    String bucket() {
        return address.bucket();
    }

    String key() {
        return address.key();
    }

    Query query() {
        return query;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** Those that begin with a prefix, by lower-case name, in order; several of one name are joined by commas. */
    Map<String, String> headers(String prefix) {
        Map<String, String> headers = new TreeMap<>();
        for (HttpField field : request.getHeaders()) {
            if (field.getLowerCaseName().startsWith(prefix)) {
                headers.merge(
                        field.getLowerCaseName(),
                        field.getValue() == null ? "" : field.getValue(),
                        (first, second) -> first + "," + second);
            }
        }
        return headers;
    }

    Optional<String> versionId() {
        return query.find("versionId").filter(id -> !id.isEmpty());
    }

    Request jetty() {
        return request;
    }
}
