package io.slipway.emulator;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The random parts of names. */
final class RandomNames {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomNames() {}

    /** Eight hexadecimal digits, as in the names of a tuning job's training jobs. */
    static String suffix() {
        return HexFormat.of().toHexDigits(RANDOM.nextInt());
    }

    /** As EC2 names its instances. */
    static String instanceId() {
        return "i-0" + HexFormat.of().toHexDigits(RANDOM.nextLong()).substring(0, 16);
    }

    static RandomGenerator generator() {
        return RANDOM;
    }

    static long seed() {
        return RANDOM.nextLong() >>> 1;
    }
}
