package io.slipway.container.docker;

import com.github.dockerjava.api.model.Info;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * What kind of Docker this is; found once, as it decides how containers are made.
 *
 * @param local whether it may see this machine's files (tried when first needed)
 * @param direct whether this machine reaches the addresses of containers
 * @param desktop whether it runs in the virtual machine of Docker Desktop
 * @param rootless whether its root is an ordinary user here
 * @param publishOn the address on the engine's machine on which ports are published where they are not reached directly
 * @param reachedAt where this machine reaches the published ports
 * @param cpus more than the machine has are refused by the engine
 * @param selinux whether containers need leave to read bind mounts
 */
record EngineTraits(
        boolean local,
        boolean direct,
        boolean desktop,
        boolean rootless,
        String publishOn,
        String reachedAt,
        int cpus,
        boolean selinux) {

    static EngineTraits of(Info info, URI host, boolean linux) {
        boolean local = !"tcp".equals(host.getScheme());
        String system = Objects.requireNonNullElse(info.getOperatingSystem(), "");
        List<String> security = Objects.requireNonNullElse(info.getSecurityOptions(), List.of());
        boolean rootless = security.stream().anyMatch(option -> option.contains("name=rootless"));
        boolean desktop = system.contains("Docker Desktop");
        boolean direct = linux && local && !rootless && !desktop;
        return new EngineTraits(
                local,
                direct,
                desktop,
                rootless,
                local ? "127.0.0.1" : "0.0.0.0",
                local ? "127.0.0.1" : host.getHost(),
                Objects.requireNonNullElse(info.getNCPU(), 1),
                security.stream().anyMatch(option -> option.contains("name=selinux")));
    }
}
