package io.slipway.s3.embedded;

import java.math.BigInteger;

/**
 * The CRC of two byte strings one after the other, from the CRC of each and the length of the second. Appending n zero
 * bytes to a message multiplies its CRC by x^(8n) modulo the polynomial; all numbers here are bit-reflected.
 */
final class CyclicCombination {

    private final long polynomial;
    private final int width;

    private CyclicCombination(long polynomial, int width) {
        this.polynomial = polynomial;
        this.width = width;
    }

    static CyclicCombination of(ChecksumAlgorithm algorithm) {
        return switch (algorithm) {
            case CRC32 -> new CyclicCombination(0xEDB88320L, Integer.SIZE);
            case CRC32C -> new CyclicCombination(0x82F63B78L, Integer.SIZE);
            case CRC64NVME -> new CyclicCombination(Crc64Nvme.POLYNOMIAL, Long.SIZE);
            case SHA1, SHA256 -> throw new IllegalArgumentException(algorithm + " does not combine");
        };
    }

    byte[] combine(byte[] first, byte[] second, long secondLength) {
        long shifted = multiply(power(secondLength), new BigInteger(1, first).longValue());
        long combined = shifted ^ new BigInteger(1, second).longValue();
        byte[] bytes = new byte[width / Byte.SIZE];
        for (int i = bytes.length - 1; i >= 0; i--) {
            bytes[i] = (byte) combined;
            combined >>>= Byte.SIZE;
        }
        return bytes;
    }

    /** x^(8 * bytes). */
    private long power(long bytes) {
        long result = 1L << (width - 1);
        long square = 1L << (width - 1 - Byte.SIZE);
        for (long rest = bytes; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                result = multiply(square, result);
            }
            square = multiply(square, square);
        }
        return result;
    }

    private long multiply(long a, long b) {
        long product = 0;
        long shifted = b;
        for (long bit = 1L << (width - 1); bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ polynomial;
        }
        return product;
    }
}
