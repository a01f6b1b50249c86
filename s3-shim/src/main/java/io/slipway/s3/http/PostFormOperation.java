package io.slipway.s3.http;

import static io.slipway.s3.http.Route.bucket;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.Attributes;
import io.slipway.s3.embedded.Condition;
import io.slipway.s3.embedded.Draft;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.embedded.Version;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/** PostObject: a browser form, https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
final class PostFormOperation {

    private static final String FORM = "multipart/form-data";

    private final EmbeddedStore store;
    private final InstantSource clock;

    PostFormOperation(EmbeddedStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(bucket("POST", this::post, "@content-type=" + FORM));
    }

    private Reply post(S3Request request) throws IOException {
        store.buckets().get(request.bucket());
        MultipartForm form = MultipartForm.parse(
                Request.asInputStream(request.jetty()),
                request.header("content-type").orElse(""));
        Map<String, String> fields = new HashMap<>(form.fields());
        fields.put("bucket", request.bucket());
        Optional<PostPolicy> policy = form.field("policy").map(PostPolicy::parse);
        policy.ifPresent(rules -> rules.check(fields, clock.instant()));
        String key = Address.of(
                        Optional.of(request.bucket()),
                        Percent.encode(form.field("key")
                                .orElseThrow(
                                        () -> Errors.invalidArgument("Bucket POST must contain a field named 'key'."))
                                .replace("${filename}", form.fileName())))
                .key();
        if (key.isEmpty()) {
            throw Errors.invalidArgument("User key must have a length greater than 0.");
        }
        Attributes attributes = attributes(form);
        try (Draft draft = store.objects().draft(form.file(), OptionalLong.empty(), Set.of())) {
            policy.ifPresent(rules -> rules.checkLength(draft.size()));
            return answer(request, form, store.objects().put(request.bucket(), key, draft, attributes, Condition.NONE));
        }
    }

    private static Attributes attributes(MultipartForm form) {
        Map<String, String> headers = new HashMap<>();
        form.fields().forEach((name, value) -> {
            if (ObjectHeaders.isKept(name)) {
                headers.put(name, ObjectHeaders.transportable(value));
            }
        });
        headers.putIfAbsent("content-type", "binary/octet-stream");
        ObjectHeaders.checkPlacement(headers);
        Map<String, String> tags = form.field("tagging")
                .map(document -> Tags.parseOfObject(document.getBytes(StandardCharsets.UTF_8)))
                .orElse(Map.of());
        return new Attributes(headers, Map.of(), tags);
    }

    private static Reply answer(S3Request request, MultipartForm form, Version version) {
        String location = "http://" + request.header("host").orElse("s3") + "/" + version.bucket() + "/"
                + Percent.encode(version.key());
        Optional<String> redirect = form.field("success_action_redirect").or(() -> form.field("redirect"));
        if (redirect.isPresent()) {
            return Reply.empty(303).header("location", redirected(redirect.get(), version));
        }
        Reply reply = switch (form.field("success_action_status").orElse("204")) {
            case "200" -> Reply.empty(200);
            case "201" ->
                Reply.bytes(
                        201,
                        "application/xml",
                        Xml.plain("PostResponse")
                                .add("Location", location)
                                .add("Bucket", version.bucket())
                                .add("Key", version.key())
                                .add("ETag", Etags.quote(version.etag()))
                                .bytes());
            default -> Reply.empty(204);
        };
        return reply.header("location", ObjectHeaders.transportable(location))
                .header("etag", Etags.quote(version.etag()))
                .headers(ObjectHeaders.version(version));
    }

    private static String redirected(String target, Version version) {
        String separator = target.contains("?") ? "&" : "?";
        if (!target.startsWith("http://") && !target.startsWith("https://")) {
            throw new ObjectStoreException("InvalidArgument", "The redirect must be an HTTP URL");
        }
        return ObjectHeaders.transportable(target + separator + "bucket=" + version.bucket() + "&key="
                + URLEncoder.encode(version.key(), StandardCharsets.UTF_8) + "&etag="
                + URLEncoder.encode(Etags.quote(version.etag()), StandardCharsets.UTF_8));
    }
}
