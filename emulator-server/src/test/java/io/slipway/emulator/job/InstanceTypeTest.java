package io.slipway.emulator.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As the pages of the instance types have them. */
final class InstanceTypeTest {

    @ParameterizedTest
    @CsvSource({
        "ml.t3.medium, 2, 4, 0",
        "ml.t3.large, 2, 8, 0",
        "ml.m5.large, 2, 8, 0",
        "ml.m4.16xlarge, 64, 256, 0",
        "ml.c4.xlarge, 4, 7.5, 0",
        "ml.c5.9xlarge, 36, 72, 0",
        "ml.c5n.xlarge, 4, 10.5, 0",
        "ml.r5.large, 2, 16, 0",
        "ml.p2.xlarge, 4, 61, 1",
        "ml.p3.2xlarge, 8, 61, 1",
        "ml.p3.16xlarge, 64, 488, 8",
        "ml.p4d.24xlarge, 96, 1152, 8",
        "ml.trn1.2xlarge, 8, 32, 0",
        "ml.r5.24xlarge, 96, 768, 0",
        "ml.g4dn.12xlarge, 48, 192, 4",
        "ml.g5.xlarge, 4, 16, 1"
    })
    void typeHasTheProcessorsMemoryAndDevicesOfItsName(String name, int cpus, double memoryGib, int gpus) {
        assertThat(InstanceType.of(name)).isEqualTo(new InstanceType(name, cpus, memoryGib, gpus));
    }

    @ParameterizedTest
    @CsvSource({"ml.x9.enormous", "local", "''"})
    void nothingIsKnownOfOtherNames(String name) {
        InstanceType type = InstanceType.of(name);
        assertThat(type.cpus()).isZero();
        assertThat(type.memoryGib()).isZero();
    }
}
