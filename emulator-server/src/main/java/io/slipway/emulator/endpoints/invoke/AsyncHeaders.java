package io.slipway.emulator.endpoints.invoke;

import io.slipway.s3.S3Uri;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;

/**
 * What an asynchronous request says of itself.
 *
 * @param inputLocation absent if the body came along
 */
record AsyncHeaders(
        Optional<String> inputLocation,
        Optional<String> pathExtension,
        Optional<String> fileName,
        long timeoutSeconds,
        long timeToLiveSeconds) {

    private static final int LONGEST_TIMEOUT = 3600;
    private static final int STANDARD_TIMEOUT = 900;
    private static final int SHORTEST_LIFE = 60;
    private static final int LONGEST_LIFE = 21_600;
    private static final Pattern EXTENSION = Pattern.compile("(?!s3:|https:)[a-zA-Z0-9!_.*'()/-]{1,512}");
    private static final Pattern FILE = Pattern.compile("(?!.*\\..*\\.)[a-zA-Z0-9][a-zA-Z0-9_.-]{0,31}");

    static AsyncHeaders read(HttpFields headers, boolean hasBody) throws InvocationException {
        Optional<String> input = InvocationHeaders.find(headers, Headers.INPUT_LOCATION);
        if (input.isPresent() == hasBody) {
            throw InvocationException.validation("Exactly one of InputLocation and a request body must be given.");
        }
        if (input.isPresent()) {
            checkLocation(input.get());
        }
        Optional<String> extension = InvocationHeaders.find(headers, Headers.OUTPUT_PATH_EXTENSION);
        Optional<String> file = InvocationHeaders.find(headers, Headers.FILE_NAME);
        check("s3OutputPathExtension", extension, EXTENSION);
        check("filename", file, FILE);
        return new AsyncHeaders(
                input,
                extension,
                file,
                number(headers, Headers.TIMEOUT, "invocationTimeoutSeconds", 1, LONGEST_TIMEOUT, STANDARD_TIMEOUT),
                number(headers, Headers.TIME_TO_LIVE, "requestTTLSeconds", SHORTEST_LIFE, LONGEST_LIFE, LONGEST_LIFE));
    }

    private static void checkLocation(String location) throws InvocationException {
        try {
            S3Uri.parse(location);
        } catch (IllegalArgumentException e) {
            throw InvocationException.validation("InputLocation must be the URI of an object in S3: " + location);
        }
    }

    private static void check(String member, Optional<String> value, Pattern pattern) throws InvocationException {
        if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
            throw InvocationException.validation("1 validation error detected: Value '" + value.get() + "' at '"
                    + member + "' failed to satisfy constraint: Member must satisfy regular expression pattern: "
                    + pattern);
        }
    }

    private static long number(HttpFields headers, String name, String member, long least, long most, long standard)
            throws InvocationException {
        Optional<String> text = InvocationHeaders.find(headers, name);
        if (text.isEmpty()) {
            return standard;
        }
        if (!text.get().matches("\\d{1,9}")) {
            throw InvocationException.validation(member + " must be a number: " + text.get());
        }
        long value = Long.parseLong(text.get());
        if (value < least) {
            throw InvocationHeaders.violation(member, text.get(), "value greater than or equal to " + least);
        }
        if (value > most) {
            throw InvocationHeaders.violation(member, text.get(), "value less than or equal to " + most);
        }
        return value;
    }

    /** @param id of the request, where it names no file */
    S3Uri output(S3Uri folder, String id) {
        S3Uri inFolder = pathExtension.map(folder::resolve).orElse(folder);
        return inFolder.resolve(fileName.orElse(id + ".out"));
    }
}
