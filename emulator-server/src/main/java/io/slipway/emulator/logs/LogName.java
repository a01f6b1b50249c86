package io.slipway.emulator.logs;

import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names of groups and streams as names of files: nothing in one can lead out of its directory. */
final class LogName {

    private static final int LONGEST_FILE_NAME = 240;

    private LogName() {}

    static String toFileName(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace(".", "%2E")
                .replace("*", "%2A");
        if (name.isEmpty() || encoded.length() > LONGEST_FILE_NAME) {
            throw new ApiException(
                    ApiError.INVALID_PARAMETER, "The name " + name + " is empty or too long to be kept here.");
        }
        return encoded;
    }

    static String ofFileName(String fileName) {
        return URLDecoder.decode(fileName, StandardCharsets.UTF_8);
    }
}
