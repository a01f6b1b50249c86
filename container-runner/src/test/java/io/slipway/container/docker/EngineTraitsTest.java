package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Info;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineTraitsTest {

    private static final URI SOCKET = URI.create("unix:///var/run/docker.sock");

    @Test
    void engineOfThisLinuxMachineIsReachedDirectly() {
        EngineTraits traits =
                EngineTraits.of(info("Debian GNU/Linux 12", "name=seccomp,profile=default"), SOCKET, true);

        assertThat(traits.direct()).isTrue();
        assertThat(traits.local()).isTrue();
        assertThat(traits.desktop()).isFalse();
        assertThat(traits.selinux()).isFalse();
    }

    @Test
    void portsOfDesktopAndOfRootlessEnginesArePublishedOnLoopback() {
        for (Info info : List.of(info("Docker Desktop"), info("Debian GNU/Linux 12", "name=rootless"))) {
            EngineTraits traits = EngineTraits.of(info, SOCKET, true);

            assertThat(traits.direct()).isFalse();
            assertThat(traits.local()).isTrue();
            assertThat(traits.publishOn()).isEqualTo("127.0.0.1");
            assertThat(traits.reachedAt()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void remoteEngineIsReachedAtItsHostAndSharesNoFiles() {
        EngineTraits traits = EngineTraits.of(info("Debian"), URI.create("tcp://gpu.example:2376"), true);

        assertThat(traits.direct()).isFalse();
        assertThat(traits.local()).isFalse();
        assertThat(traits.publishOn()).isEqualTo("0.0.0.0");
        assertThat(traits.reachedAt()).isEqualTo("gpu.example");
    }

    private static Info info(String system, String... security) {
        return new Info()
                .withOperatingSystem(system)
                .withSecurityOptions(List.of(security))
                .withNCPU(4);
    }
}
