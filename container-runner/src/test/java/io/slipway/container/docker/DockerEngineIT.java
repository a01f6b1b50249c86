package io.slipway.container.docker;

import io.slipway.container.ContainerEngine;
import io.slipway.container.ContainerEngineContract;
import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageRef;
import io.slipway.container.ResourceLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class DockerEngineIT extends ContainerEngineContract {

    private static final ImageRef IMAGE = DockerFixture.IMAGE;

    @TempDir
    private static Path scratch;

    private static ContainerEngine engine;

    @BeforeAll
    static void connect() {
        DockerEngine docker = DockerEngine.connect("contract", scratch);
        DockerFixture.requireImage(docker);
        engine = docker;
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Override
    protected ContainerEngine engine() {
        return engine;
    }

    @Override
    protected ContainerSpec printing(List<String> lines, int exitCode) {
        String printed = lines.stream().map(line -> line + "\\n").collect(Collectors.joining());
        return shell("printf '" + printed + "'; exit " + exitCode);
    }

    @Override
    protected ContainerSpec sleeping() {
        return shell("trap 'exit 0' TERM; echo asleep; sleep 600 & wait");
    }

    @Override
    protected ContainerSpec writing(Map<String, String> files) {
        return shell(files.entrySet().stream()
                .map(file -> "mkdir -p $(dirname " + file.getKey() + "); printf '" + file.getValue() + "' > "
                        + file.getKey())
                .collect(Collectors.joining("; ")));
    }

    @Override
    protected ContainerSpec serving(int port) {
        String server = "$s = IO::Socket::INET->new(LocalPort => " + port + ", Listen => 9) or die;"
                + " while ($c = $s->accept) { while (<$c>) { last if /^\\r?$/ }"
                + " print $c \"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\npong\"; close $c }";
        return with(blank(IMAGE), List.of("perl", "-MIO::Socket::INET", "-e", server), List.of(port));
    }

    private ContainerSpec shell(String script) {
        return with(blank(IMAGE), List.of("/bin/sh", "-c", script), List.of());
    }

    private static ContainerSpec with(ContainerSpec spec, List<String> command, List<Integer> ports) {
        return new ContainerSpec(
                spec.name(),
                spec.image(),
                Optional.of(command),
                Optional.empty(),
                spec.environment(),
                spec.labels(),
                spec.hostname(),
                spec.files(),
                spec.mounts(),
                ResourceLimits.NONE,
                spec.network(),
                ports);
    }
}
