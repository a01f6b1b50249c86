package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageRef;
import io.slipway.container.Mount;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.Emulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class XgboostImageIT {

    private static final String TESTS = "/opt/slipway/tests";

    @Test
    void imagesOwnTestsPassInside(Emulator emulator) throws InterruptedException {
        ImageRef image =
                emulator.recipes().ensure(emulator.catalog().find("xgboost").orElseThrow(), line -> {});
        List<String> output = new CopyOnWriteArrayList<>();
        try (RunningContainer container = emulator.engine().start(spec(emulator, image))) {
            container.follow(line -> output.add(line.text()));
            ContainerExit exit = container.await(Duration.ofMinutes(5), Duration.ofSeconds(1));
            assertThat(exit).as(String.join("\n", output)).isEqualTo(new ContainerExit.Exited(0));
        }
        assertThat(output).anyMatch(line -> line.matches("Ran [1-9]\\d* tests in .*"));
    }

    private static ContainerSpec spec(Emulator emulator, ImageRef image) {
        return new ContainerSpec(
                "slipway-image-tests-" + UUID.randomUUID(),
                image,
                Optional.of(List.of()),
                Optional.of(List.of("python3", "-m", "unittest", "discover", "-b", "-s", TESTS)),
                Map.of("PYTHONDONTWRITEBYTECODE", "1"),
                emulator.labels(),
                "algo-1",
                List.of(),
                List.of(new Mount(SharedSlipway.HOME.resolve("docker/tests"), TESTS, Mount.Mode.READ_ONLY)),
                ResourceLimits.NONE,
                new NetworkMode.Standard(),
                List.of());
    }
}
