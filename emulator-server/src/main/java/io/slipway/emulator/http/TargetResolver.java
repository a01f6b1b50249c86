package io.slipway.emulator.http;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.http.Target.CborCall;
import io.slipway.emulator.http.Target.FormCall;
import io.slipway.emulator.http.Target.JsonCall;
import io.slipway.emulator.http.Target.Nobody;
import io.slipway.emulator.http.Target.ObjectStorage;
import io.slipway.emulator.http.Target.OwnPage;
import io.slipway.emulator.http.Target.RestCall;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides whom a request is for: by host, credential scope, target header, then path. */
final class TargetResolver {

    /** Before the dot in {@code X-Amz-Target}. */
    private static final Map<String, Service> TARGETS = Map.of(
            "SageMaker", Service.SAGEMAKER,
            "Logs_20140328", Service.LOGS,
            "GraniteServiceVersion20100801", Service.CLOUDWATCH);

    /** Names that services sign with. */
    private static final Map<String, Service> FORM_SERVICES =
            Map.of("sts", Service.STS, "iam", Service.IAM, "monitoring", Service.CLOUDWATCH);

    private static final Pattern CBOR_PATH =
            Pattern.compile("/service/(?<service>[^/]+)/operation/(?<operation>[^/]+)");

    private TargetResolver() {}

    static Target resolve(RequestHead head) {
        if (isStorageHost(head.host())) {
            return new ObjectStorage();
        }
        if (isOwnPage(head.path())) {
            return new OwnPage();
        }
        if (head.header(CborProtocol.HEADER).equals(CborProtocol.NAME)) {
            return cborCall(head.path());
        }
        Optional<CredentialScope> scope = CredentialScope.find(head);
        if (scope.isPresent()) {
            String service = scope.get().service();
            return service.startsWith("s3") ? new ObjectStorage() : signed(head, service);
        }
        return unsigned(head);
    }

    private static Target signed(RequestHead head, String service) {
        if (!head.header("X-Amz-Target").isEmpty()) {
            return jsonCall(head.header("X-Amz-Target"));
        }
        Service formService = FORM_SERVICES.get(service);
        if (formService != null) {
            return new FormCall(Optional.of(formService));
        }
        if (service.equals("sagemaker") && !head.path().equals("/")) {
            Optional<RestCall> call = RestRoutes.find(head.method(), head.path());
            if (call.isPresent()) {
                return call.get();
            }
            return new Nobody("Slipway does not implement " + head.method() + " " + head.path() + ".");
        }
        if (service.equals("sagemaker") || service.equals("logs")) {
            return new Nobody("The request names no operation: the header X-Amz-Target is missing.");
        }
        return new Nobody("Slipway has no service " + service + ".");
    }

    private static Target unsigned(RequestHead head) {
        if (!head.header("X-Amz-Target").isEmpty()) {
            return jsonCall(head.header("X-Amz-Target"));
        }
        if (isOldStorageSignature(head)) {
            return new ObjectStorage();
        }
        if (!head.path().equals("/")) {
            // Neither a bucket may be called so, nor does S3 take such a POST.
            return RestRoutes.find(head.method(), head.path())
                    .<Target>map(call -> call)
                    .orElseGet(ObjectStorage::new);
        }
        boolean isForm =
                head.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        if (isForm || head.parameter("Action").isPresent()) {
            return new FormCall(Optional.empty());
        }
        if (head.method().equals("POST")) {
            return new Nobody("The request names no operation: the header X-Amz-Target is missing.");
        }
        return head.header("Accept").contains("text/html") ? new OwnPage() : new ObjectStorage();
    }

    private static Target jsonCall(String header) {
        int dot = header.indexOf('.');
        Service service = dot < 0 ? null : TARGETS.get(header.substring(0, dot));
        if (service == null) {
            return new Nobody("Slipway has no service for the target " + abbreviated(header) + ".");
        }
        return new JsonCall(service, header.substring(dot + 1));
    }

    private static Target cborCall(String path) {
        Matcher matcher = CBOR_PATH.matcher(path);
        Service service = matcher.matches() ? TARGETS.get(matcher.group("service")) : null;
        return service == null
                ? new Nobody("Slipway has no service for the path " + abbreviated(path) + ".")
                : new CborCall(service, matcher.group("operation"));
    }

    private static String abbreviated(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }

    /** Signature Version 2, which only S3 still takes. */
    private static boolean isOldStorageSignature(RequestHead head) {
        return head.header("Authorization").startsWith("AWS ")
                || head.parameter("AWSAccessKeyId").isPresent();
    }

    static boolean isStorageHost(String host) {
        return host.equals("s3") || host.startsWith("s3.") || host.startsWith("s3-") || host.contains(".s3.");
    }

    private static boolean isOwnPage(String path) {
        return path.equals("/_slipway") || path.startsWith("/_slipway/");
    }
}
