package io.slipway.emulator.http;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.model.ApiModel;
import io.slipway.emulator.wire.ApiError;
import java.util.Map;

/**
 * The codes of errors in the query protocol, which services that spoke it first also name in their other protocols.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#awsquerycompatible-trait">awsQueryCompatible</a>
 */
final class QueryErrors {

    private QueryErrors() {}

    static String code(Service service, ApiError error) {
        return switch (error) {
            case VALIDATION_EXCEPTION -> "ValidationError";
            case UNKNOWN_OPERATION -> "InvalidAction";
            case SERIALIZATION_EXCEPTION -> "MalformedInput";
            default -> ApiModel.of(service).queryErrorCode(error.code());
        };
    }

    static boolean isSender(ApiError error) {
        return error.httpStatus() < 500;
    }

    /** What another protocol adds for clients that know the query protocol's codes; nothing if the service never had it. */
    static Map<String, String> headers(Service service, ApiError error) {
        return ApiModel.of(service).isQueryCompatible()
                ? Map.of("x-amzn-query-error", code(service, error) + ";" + (isSender(error) ? "Sender" : "Receiver"))
                : Map.of();
    }
}
