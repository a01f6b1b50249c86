package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.dispatch.RequestContext;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Reads and checks what the headers of a request say. */
final class InvocationHeaders {

    private static final String NAME = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*";
    private static final Pattern NAME_PATTERN = Pattern.compile("[a-zA-Z0-9](?:-*+[a-zA-Z0-9]++)*+");
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_HEADER = 1024;
    private static final int LONGEST_IDENTIFIER = 64;

    private InvocationHeaders() {}

    /** @param plain whether content type and accept are HTTP's own headers */
    static InvocationRequest read(RequestContext context, String endpoint, HttpFields headers, boolean plain)
            throws InvocationException {
        checkName("endpointName", endpoint);
        Optional<String> targetVariant = find(headers, Headers.TARGET_VARIANT);
        Optional<String> targetContainer = find(headers, Headers.TARGET_CONTAINER);
        Optional<String> customAttributes = find(headers, Headers.CUSTOM_ATTRIBUTES);
        Optional<String> inferenceId = find(headers, Headers.INFERENCE_ID);
        Optional<String> targetModel = find(headers, Headers.TARGET_MODEL);
        if (targetVariant.isPresent()) {
            checkName("targetVariant", targetVariant.get());
        }
        if (targetContainer.isPresent()) {
            checkName("targetContainerHostname", targetContainer.get());
        }
        checkLength("customAttributes", customAttributes, LONGEST_HEADER);
        checkLength("inferenceId", inferenceId, LONGEST_IDENTIFIER);
        checkLength("targetModel", targetModel, LONGEST_HEADER);
        Optional<String> own = find(headers, Headers.CONTENT_TYPE);
        return new InvocationRequest(
                context,
                endpoint,
                own.isPresent() ? own : Optional.ofNullable(headers.get(HttpHeader.CONTENT_TYPE)),
                plain ? Optional.ofNullable(headers.get(HttpHeader.ACCEPT)) : find(headers, Headers.ACCEPT),
                customAttributes,
                inferenceId,
                targetVariant,
                targetModel,
                targetContainer);
    }

    static Optional<String> find(HttpFields headers, String name) {
        return Optional.ofNullable(headers.get(name)).filter(value -> !value.isEmpty());
    }

    private static void checkName(String member, String value) throws InvocationException {
        if (value.length() > LONGEST_NAME) {
            throw violation(member, value, "length less than or equal to " + LONGEST_NAME);
        }
        if (!NAME_PATTERN.matcher(value).matches()) {
            throw new InvocationException(
                    InvocationError.VALIDATION_ERROR,
                    head(member, value) + "Member must satisfy regular expression pattern: " + NAME);
        }
    }

    private static void checkLength(String member, Optional<String> value, int most) throws InvocationException {
        if (value.isPresent() && value.get().length() > most) {
            throw violation(member, value.get(), "length less than or equal to " + most);
        }
    }

    static InvocationException violation(String member, String value, String constraint) {
        return InvocationException.validation(head(member, value) + "Member must have " + constraint);
    }

    private static String head(String member, String value) {
        return "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: ";
    }
}
