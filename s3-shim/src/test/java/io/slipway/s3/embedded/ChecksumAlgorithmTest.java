package io.slipway.s3.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ChecksumAlgorithmTest {

    /** The check values of the catalogue of parametrised CRC algorithms, and those of FIPS 180-4. */
    @ParameterizedTest
    @CsvSource({
        "CRC32, 123456789, cbf43926",
        "CRC32C, 123456789, e3069283",
        "CRC64NVME, 123456789, ae8b14860a799888",
        "SHA1, abc, a9993e364706816aba3e25717850c26c9cd0d89d",
        "SHA256, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    })
    void agreesWithThePublishedValue(ChecksumAlgorithm algorithm, String text, String expected) {
        assertThat(HexFormat.of().formatHex(algorithm.of(text.getBytes(US_ASCII))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32C", "CRC64NVME"})
    void combinationIsTheChecksumOfBoth(ChecksumAlgorithm algorithm) {
        Random random = new Random(11);
        CyclicCombination combination = CyclicCombination.of(algorithm);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[1 + random.nextInt(5000)];
            random.nextBytes(bytes);
            int cut = random.nextInt(bytes.length + 1);
            byte[] second = Arrays.copyOfRange(bytes, cut, bytes.length);
            assertThat(combination.combine(
                            algorithm.of(Arrays.copyOf(bytes, cut)), algorithm.of(second), second.length))
                    .isEqualTo(algorithm.of(bytes));
        }
    }

    @Test
    void pieceByPieceIsTheSameAsAtOnce() {
        byte[] bytes = new byte[1000];
        new Random(12).nextBytes(bytes);
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            ChecksumAlgorithm.Hasher hasher = algorithm.hasher();
            hasher.update(bytes, 0, 3);
            hasher.update(bytes, 3, 500);
            hasher.update(bytes, 503, 497);
            assertThat(hasher.finish()).isEqualTo(algorithm.of(bytes));
        }
    }
}
