package io.slipway.s3.embedded;

import java.security.SecureRandom;
import java.util.Base64;

/** Version and upload ids: 32 characters that nobody can guess. */
final class Identifiers {

    private static final int BYTES = 24;

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        // S3's ids are letters, digits, dot and underscore; a leading dash would look like an option to tools.
        return Base64.getUrlEncoder().encodeToString(bytes).replace('-', '.');
    }
}
