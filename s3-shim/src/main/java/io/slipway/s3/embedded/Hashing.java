package io.slipway.s3.embedded;

import io.slipway.s3.embedded.ChecksumAlgorithm.Hasher;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The MD5 and the wanted checksums of one stream. */
final class Hashing {

    private final MessageDigest md5 = ChecksumAlgorithm.digest("MD5");
    private final Map<ChecksumAlgorithm, Hasher> hashers = new EnumMap<>(ChecksumAlgorithm.class);

    Hashing(Set<ChecksumAlgorithm> algorithms) {
        algorithms.forEach(algorithm -> hashers.put(algorithm, algorithm.hasher()));
    }

    void update(byte[] bytes, int offset, int length) {
        md5.update(bytes, offset, length);
        hashers.values().forEach(hasher -> hasher.update(bytes, offset, length));
    }

    byte[] md5() {
        return md5.digest();
    }

    Map<ChecksumAlgorithm, byte[]> checksums() {
        Map<ChecksumAlgorithm, byte[]> checksums = new EnumMap<>(ChecksumAlgorithm.class);
        hashers.forEach((algorithm, hasher) -> checksums.put(algorithm, hasher.finish()));
        return checksums;
    }
}
