package io.slipway.emulator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.container.EngineInfo;
import io.slipway.container.ResourceLimits;
import org.junit.jupiter.api.Test;

class AllotmentTest {

    private static final long GIB = 1L << 30;

    private static EngineInfo machine(int cpus, long gib, boolean gpus) {
        return new EngineInfo("docker", "1", cpus, gib * GIB, "172.17.0.1", gpus);
    }

    @Test
    void smallTypeOnALargeMachineIsLimited() {
        ResourceLimits limits = Allotment.of(InstanceType.of("ml.m5.large"), machine(16, 64, false), GpuPolicy.AUTO)
                .limits();

        assertThat(limits).isEqualTo(new ResourceLimits(2, 8 * GIB, 4 * GIB, 0));
    }

    @Test
    void largeTypeGetsAllOfASmallMachine() {
        ResourceLimits limits = Allotment.of(InstanceType.of("ml.m5.24xlarge"), machine(2, 4, false), GpuPolicy.AUTO)
                .limits();

        assertThat(limits).isEqualTo(new ResourceLimits(0, 0, 2 * GIB, 0));
    }

    @Test
    void gpuTypeGetsTheGpusThereAre() {
        Allotment allotment = Allotment.of(InstanceType.of("ml.p3.8xlarge"), machine(2, 4, true), GpuPolicy.REQUIRE);

        assertThat(allotment.limits().gpus()).isEqualTo(-1);
        assertThat(allotment.notice()).isEmpty();
    }

    @Test
    void withoutGpusThePolicyDecides() {
        InstanceType type = InstanceType.of("ml.p3.2xlarge");

        assertThat(Allotment.of(type, machine(2, 4, false), GpuPolicy.AUTO).notice())
                .isPresent();
        assertThatThrownBy(() -> Allotment.of(type, machine(2, 4, false), GpuPolicy.REQUIRE))
                .isInstanceOf(Allotment.NoGpuException.class)
                .hasMessageContaining("ml.p3.2xlarge has 1 GPU(s)");
    }
}
