package io.slipway.s3.http;

import static io.slipway.s3.http.Route.bucket;
import static io.slipway.s3.http.Route.object;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.Bucket.Versioning;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.http.ConfigurationKind.Default;
import io.slipway.s3.http.ConfigurationKind.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is configured on buckets: versioning works, the rest is kept so that set-up code passes. */
final class ConfigurationOperations {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationOperations.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VERSIONING = "VersioningConfiguration";

    private final EmbeddedStore store;

    ConfigurationOperations(EmbeddedStore store) {
        this.store = store;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (ConfigurationKind kind : ConfigurationKind.ALL) {
            if (kind.identified()) {
                routes.add(bucket("GET", request -> get(kind, request), kind.marker(), "id"));
                routes.add(bucket("GET", request -> list(kind, request), kind.marker()));
            } else {
                routes.add(bucket("GET", request -> get(kind, request), kind.marker()));
            }
            routes.add(bucket("PUT", request -> put(kind, request), kind.marker()));
            if (kind.deletable()) {
                routes.add(bucket("DELETE", request -> delete(kind, request), kind.marker()));
            }
        }
        routes.add(bucket("GET", this::policyStatus, "policyStatus"));
        routes.add(bucket("GET", this::getVersioning, "versioning"));
        routes.add(bucket("PUT", this::putVersioning, "versioning"));
        routes.add(object("GET", this::getObjectAcl, "acl"));
        routes.add(object("PUT", this::putObjectAcl, "acl"));
        return routes;
    }

    private Reply get(ConfigurationKind kind, S3Request request) {
        byte[] document = store.buckets()
                .findConfiguration(request.bucket(), kind.marker(), id(kind, request))
                .or(kind::standard)
                .orElseThrow(() -> missing(kind));
        return Reply.bytes(200, kind.json() ? "application/json" : "application/xml", document);
    }

    private static ObjectStoreException missing(ConfigurationKind kind) {
        return switch (kind.missing()) {
            case ErrorCode error -> new ObjectStoreException(error.code(), error.message());
            case Default standard -> throw new IllegalStateException(kind.marker() + " has a default");
        };
    }

    private Reply list(ConfigurationKind kind, S3Request request) {
        StringBuilder content = new StringBuilder("<IsTruncated>false</IsTruncated>");
        for (byte[] document : store.buckets().listConfigurations(request.bucket(), kind.marker())) {
            content.append(new String(document, StandardCharsets.UTF_8).replaceFirst("^\\s*<\\?xml.*?\\?>", ""));
        }
        return Reply.xml(Xml.documentAround("List" + kind.root() + "sResult", content.toString()));
    }

    private Reply put(ConfigurationKind kind, S3Request request) throws IOException {
        byte[] document = new Payload(request).read();
        boolean canned = kind.equals(ConfigurationKind.ACL) && document.length == 0;
        if (canned) {
            store.buckets().deleteConfiguration(request.bucket(), kind.marker(), "");
            return Reply.empty(200);
        }
        check(kind, document);
        store.buckets().putConfiguration(request.bucket(), kind.marker(), id(kind, request), document);
        return Reply.empty(kind.json() ? 204 : 200);
    }

    private static void check(ConfigurationKind kind, byte[] document) {
        if (!kind.json()) {
            XmlElement.parse(document, kind.root());
            return;
        }
        try {
            if (JSON.readTree(document).isObject()) {
                return;
            }
        } catch (IOException e) {
            LOG.trace("not a policy", e);
        }
        throw new ObjectStoreException("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
    }

    private Reply delete(ConfigurationKind kind, S3Request request) {
        boolean removed = store.buckets().deleteConfiguration(request.bucket(), kind.marker(), id(kind, request));
        if (kind.identified() && !removed) {
            throw missing(kind);
        }
        return Reply.empty(204);
    }

    private static String id(ConfigurationKind kind, S3Request request) {
        return kind.identified() ? request.query().get("id") : "";
    }

    private Reply policyStatus(S3Request request) {
        ConfigurationKind policy = ConfigurationKind.ALL.stream()
                .filter(ConfigurationKind::json)
                .findFirst()
                .orElseThrow();
        if (store.buckets()
                .findConfiguration(request.bucket(), policy.marker(), "")
                .isEmpty()) {
            throw missing(policy);
        }
        return Reply.xml(Xml.document("PolicyStatus").add("IsPublic", "FALSE"));
    }

    private Reply getVersioning(S3Request request) {
        return switch (store.buckets().get(request.bucket()).versioning()) {
            case OFF -> Reply.xml(Xml.document(VERSIONING));
            case ENABLED -> Reply.xml(Xml.document(VERSIONING).add("Status", "Enabled"));
            case SUSPENDED -> Reply.xml(Xml.document(VERSIONING).add("Status", "Suspended"));
        };
    }

    private Reply putVersioning(S3Request request) throws IOException {
        Versioning versioning = switch (XmlElement.parse(new Payload(request).read(), VERSIONING)
                .required("Status")) {
            case "Enabled" -> Versioning.ENABLED;
            case "Suspended" -> Versioning.SUSPENDED;
            default -> throw XmlElement.malformed();
        };
        store.buckets().setVersioning(request.bucket(), versioning);
        return Reply.empty(200);
    }

    private Reply getObjectAcl(S3Request request) {
        store.objects().get(request.bucket(), request.key(), request.versionId());
        return Reply.bytes(
                200, "application/xml", ConfigurationKind.ACL.standard().orElseThrow());
    }

    private Reply putObjectAcl(S3Request request) throws IOException {
        store.objects().get(request.bucket(), request.key(), request.versionId());
        byte[] document = new Payload(request).read();
        if (document.length > 0) {
            check(ConfigurationKind.ACL, document);
        }
        return Reply.empty(200);
    }
}
