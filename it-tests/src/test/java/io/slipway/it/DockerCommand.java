package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The {@code docker} command, for what tests look at behind Slipway's back. */
record DockerCommand(String host) {

    static final DockerCommand STANDARD = new DockerCommand("");

    List<String> lines(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        if (!host.isEmpty()) {
            command.addAll(List.of("--host", host));
        }
        command.addAll(List.of(arguments));
        try {
            Process docker =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            List<String> lines = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(docker.waitFor()).as(String.join("\n", lines)).isZero();
            return lines;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Containers and volumes that carry the label of an installation. */
    List<String> belongings(String installation) {
        String filter = "label=slipway=" + installation;
        List<String> all = new ArrayList<>(lines("ps", "-a", "--filter", filter, "--format", "container {{.Names}}"));
        all.addAll(lines("volume", "ls", "--filter", filter, "--format", "volume {{.Name}}"));
        all.addAll(lines("network", "ls", "--filter", filter, "--format", "network {{.Name}}"));
        return all;
    }
}
