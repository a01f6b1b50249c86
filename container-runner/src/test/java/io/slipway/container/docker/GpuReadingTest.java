package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.Usage;
import org.junit.jupiter.api.Test;

class GpuReadingTest {

    @Test
    void devicesAddUp() {
        assertThat(GpuReading.of("35, 20390, 81559\n")).hasValueSatisfying(gpus -> {
            assertThat(gpus.utilizationPercent()).isEqualTo(35);
            assertThat(gpus.memoryPercent()).isBetween(24.9, 25.1);
        });
        assertThat(GpuReading.of("100, 4000, 4000\n90, 1000, 4000\n")).hasValue(new Usage.Gpus(190, 125));
    }

    @Test
    void deviceThatDoesNotTellIsNone() {
        assertThat(GpuReading.of("[N/A], 20390, 81559\n10, 0, 100\n")).hasValue(new Usage.Gpus(10, 0));
        assertThat(GpuReading.of("[N/A], [N/A], [N/A]\n")).isEmpty();
        assertThat(GpuReading.of("")).isEmpty();
    }

    @Test
    void whatIsNoReadingIsNone() {
        assertThat(GpuReading.of("OCI runtime exec failed: exec: \"nvidia-smi\": executable file not found in $PATH"))
                .isEmpty();
        assertThat(GpuReading.of("NVIDIA-SMI has failed because it couldn't communicate with the driver.\n"))
                .isEmpty();
    }
}
