package io.slipway.emulator.http;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.http.Target.RestCall;
import io.slipway.emulator.model.ApiModel;
import io.slipway.emulator.model.OperationModel;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The methods and paths of the REST-JSON services, as their models have them. */
final class RestRoutes {

    private static final List<Service> SERVICES = List.of(Service.SAGEMAKER_RUNTIME, Service.SAGEMAKER_METRICS);

    private static final List<RestRoute> ROUTES = SERVICES.stream()
            .flatMap(service -> ApiModel.of(service).operationNames().stream()
                    .map(name -> ApiModel.of(service).findOperation(name).orElseThrow())
                    .map(operation -> RestRoute.of(service, operation)))
            .toList();

    private RestRoutes() {}

    /** @param segments of the path; those in braces stand for members */
    private record RestRoute(Service service, String operation, String method, List<String> segments) {

        static RestRoute of(Service service, OperationModel operation) {
            String[] methodAndPath = operation.http().split(" ", 2);
            return new RestRoute(service, operation.name(), methodAndPath[0], List.of(methodAndPath[1].split("/")));
        }

        Optional<RestCall> match(String wantedMethod, List<String> wanted) {
            if (!method.equals(wantedMethod) || segments.size() != wanted.size()) {
                return Optional.empty();
            }
            Map<String, String> labels = new HashMap<>();
            for (int i = 0; i < segments.size(); i++) {
                String segment = segments.get(i);
                if (segment.startsWith("{")) {
                    labels.put(segment.substring(1, segment.length() - 1), decode(wanted.get(i)));
                } else if (!segment.equals(wanted.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(new RestCall(service, operation, labels));
        }

        /** A plus is a plus in a path; what is not valid stays as it is, for the model to refuse. */
        private static String decode(String segment) {
            try {
                return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return segment;
            }
        }
    }

    /** @param path as sent, not decoded */
    static Optional<RestCall> find(String method, String path) {
        List<String> segments = List.of(path.split("/"));
        return ROUTES.stream()
                .flatMap(route -> route.match(method, segments).stream())
                .findFirst();
    }
}
