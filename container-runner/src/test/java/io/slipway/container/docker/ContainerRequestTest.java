package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageRef;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerRequestTest {

    private static final EngineTraits LOCAL =
            new EngineTraits(true, true, false, false, "127.0.0.1", "127.0.0.1", 4, false);
    private static final EngineTraits DESKTOP =
            new EngineTraits(true, false, true, false, "127.0.0.1", "127.0.0.1", 4, true);

    @Test
    void gpusAreAskedOfTheNvidiaDriver() {
        for (int gpus : List.of(2, -1)) {
            HostConfig host = host(new ResourceLimits(0, 0, 0, gpus), new NetworkMode.Standard(), LOCAL);

            assertThat(host.getDeviceRequests())
                    .containsExactly(new DeviceRequest()
                            .withDriver("nvidia")
                            .withCount(gpus)
                            .withCapabilities(List.of(List.of("gpu"))));
        }
    }

    @Test
    void withoutLimitsNothingIsLimited() {
        HostConfig host = host(ResourceLimits.NONE, new NetworkMode.Standard(), LOCAL);

        assertThat(host.getDeviceRequests()).isNull();
        assertThat(host.getMemory()).isNull();
        assertThat(host.getNanoCPUs()).isNull();
        assertThat(host.getShmSize()).isNull();
    }

    @Test
    void memoryIsLimitedWithoutSwap() {
        HostConfig host = host(new ResourceLimits(0, 1 << 30, 1 << 20, 0), new NetworkMode.Standard(), LOCAL);

        assertThat(host.getMemory()).isEqualTo(1 << 30);
        assertThat(host.getMemorySwap()).isEqualTo(1 << 30);
        assertThat(host.getShmSize()).isEqualTo(1 << 20);
    }

    @Test
    void processorsAreAtMostThoseOfTheMachine() {
        assertThat(host(new ResourceLimits(0.5, 0, 0, 0), new NetworkMode.Standard(), LOCAL)
                        .getNanoCPUs())
                .isEqualTo(500_000_000L);
        assertThat(host(new ResourceLimits(96, 0, 0, 0), new NetworkMode.Standard(), LOCAL)
                        .getNanoCPUs())
                .isEqualTo(4_000_000_000L);
    }

    @Test
    void isolatedContainerWithoutPortsHasNoNetwork() {
        HostConfig host = host(ResourceLimits.NONE, new NetworkMode.Isolated(), LOCAL);

        assertThat(host.getNetworkMode()).isEqualTo("none");
        assertThat(host.getExtraHosts()).containsExactly("algo-1:127.0.0.1");
    }

    @Test
    void portsArePublishedOnLoopbackWhereContainersAreNotReached() {
        HostConfig host = host(ResourceLimits.NONE, new NetworkMode.Standard(), DESKTOP);

        assertThat(host.getPortBindings().getBindings().get(ExposedPort.tcp(8080)))
                .containsExactly(Ports.Binding.bindIp("127.0.0.1"));
        assertThat(host(ResourceLimits.NONE, new NetworkMode.Standard(), LOCAL).getPortBindings())
                .isNull();
    }

    @Test
    void mountsAreReadableUnderSelinux() {
        assertThat(host(ResourceLimits.NONE, new NetworkMode.Standard(), DESKTOP)
                        .getSecurityOpts())
                .containsExactly("label=disable");
    }

    private static HostConfig host(ResourceLimits limits, NetworkMode network, EngineTraits traits) {
        var spec = new ContainerSpec(
                "name",
                new ImageRef("image"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                "algo-1",
                List.of(),
                List.of(),
                limits,
                network,
                List.of(8080));
        return ContainerRequest.hostConfig(spec, List.of(), Optional.empty(), traits);
    }
}
