package io.slipway.container.simulated;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ContainerEngine;
import io.slipway.container.ContainerEngineContract;
import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageBuild;
import io.slipway.container.ImageRef;
import io.slipway.container.RunningContainer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SimulatedEngineTest extends ContainerEngineContract {

    private final Map<String, Play> plays = new ConcurrentHashMap<>();
    private final ContainerEngine engine = new SimulatedEngine(spec -> plays.get(spec.name()));

    @Override
    protected ContainerEngine engine() {
        return engine;
    }

    @Override
    protected ContainerSpec printing(List<String> lines, int exitCode) {
        return playing(Play.ending(exitCode).withLines(lines));
    }

    @Override
    protected ContainerSpec sleeping() {
        return playing(Play.ending(0).withLines(List.of("asleep")).withDuration(Play.UNTIL_STOPPED));
    }

    @Override
    protected ContainerSpec writing(Map<String, String> files) {
        Play play = Play.ending(0);
        for (Map.Entry<String, String> file : files.entrySet()) {
            play = play.withFile(file.getKey(), file.getValue());
        }
        return playing(play);
    }

    @Override
    protected ContainerSpec serving(int port) {
        return withPorts(
                playing(Play.serving(exchange -> {
                    exchange.sendResponseHeaders(200, 4);
                    exchange.getResponseBody().write("pong".getBytes(UTF_8));
                    exchange.close();
                })),
                List.of(port));
    }

    @Test
    void thousandRunsSideBySideAllEnd() throws Exception {
        Play play = Play.ending(0).withLines(List.of("a", "b")).withDuration(Duration.ofMillis(50));
        List<Future<ContainerExit>> exits = new ArrayList<>();
        try (var workers = Executors.newFixedThreadPool(32, Thread.ofVirtual().factory())) {
            for (int i = 0; i < 1000; i++) {
                exits.add(workers.submit(() -> run(playing(play))));
            }
        }

        for (Future<ContainerExit> exit : exits) {
            assertThat(exit.get()).isEqualTo(new ContainerExit.Exited(0));
        }
    }

    private ContainerExit run(ContainerSpec spec) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        try (RunningContainer container = engine.start(spec)) {
            container.follow(line -> lines.add(line.text()));
            ContainerExit exit = container.await(LONG, GRACE);
            assertThat(lines).containsExactly("a", "b");
            return exit;
        }
    }

    @Test
    void builtImageKeepsItsLabels() throws InterruptedException {
        var name = new ImageRef("slipway/xgboost:dev");

        engine.build(
                new ImageBuild(name, Path.of("."), "Dockerfile", Map.of(), Map.of("made", "by us"), Map.of()),
                line -> {});

        assertThat(engine.findImage(name))
                .hasValueSatisfying(image -> assertThat(image.labels()).containsEntry("made", "by us"));
    }

    private ContainerSpec playing(Play play) {
        ContainerSpec spec = blank(new ImageRef("anything"));
        plays.put(spec.name(), play);
        return spec;
    }
}
