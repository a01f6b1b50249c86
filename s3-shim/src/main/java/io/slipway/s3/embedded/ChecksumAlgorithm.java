package io.slipway.s3.embedded;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that S3 knows, as its headers name them. */
public enum ChecksumAlgorithm {
    CRC32,
    CRC32C,
    CRC64NVME,
    SHA1,
    SHA256;

    /** Takes bytes in order and gives the checksum, most significant byte first. */
    public interface Hasher {
        void update(byte[] bytes, int offset, int length);

        byte[] finish();
    }

    private final String header = "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);

    public static Optional<ChecksumAlgorithm> named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** In lower case. */
    public String header() {
        return header;
    }

    public Hasher hasher() {
        return switch (this) {
            case CRC32 -> new CyclicHasher(new CRC32(), Integer.BYTES);
            case CRC32C -> new CyclicHasher(new CRC32C(), Integer.BYTES);
            case CRC64NVME -> new CyclicHasher(new Crc64Nvme(), Long.BYTES);
            case SHA1 -> new DigestHasher("SHA-1");
            case SHA256 -> new DigestHasher("SHA-256");
        };
    }

    public byte[] of(byte[] bytes) {
        Hasher hasher = hasher();
        hasher.update(bytes, 0, bytes.length);
        return hasher.finish();
    }

    /** Whether the checksum of a whole can be told from those of its parts. */
    public boolean combines() {
        return this == CRC32 || this == CRC32C || this == CRC64NVME;
    }

    private record CyclicHasher(Checksum checksum, int width) implements Hasher {

        @Override
        public void update(byte[] bytes, int offset, int length) {
            checksum.update(bytes, offset, length);
        }

        @Override
        public byte[] finish() {
            byte[] bytes = new byte[width];
            long value = checksum.getValue();
            for (int i = width - 1; i >= 0; i--) {
                bytes[i] = (byte) value;
                value >>>= Byte.SIZE;
            }
            return bytes;
        }
    }

    private static final class DigestHasher implements Hasher {

        private final MessageDigest digest;

        DigestHasher(String algorithm) {
            digest = digest(algorithm);
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        public byte[] finish() {
            return digest.digest();
        }
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
