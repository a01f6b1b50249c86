package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageRef;
import io.slipway.container.Mount;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.Emulator;
import io.slipway.emulator.images.ImageRecipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The images' own tests, each run inside the image. */
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class ImagesIT {

    private static final Path TESTS = SharedSlipway.HOME.resolve("docker/tests");

    /** What is small enough to be built for the tests; the others are tested where they were built. */
    private static final Set<String> BUILT_WHEN_MISSING = Set.of("xgboost", "sklearn");

    @TestFactory
    Stream<DynamicTest> imagesOwnTestsPassInside(Emulator emulator) {
        return emulator.catalog().recipes().stream()
                .filter(recipe -> Files.isDirectory(TESTS.resolve(recipe.name())))
                .map(recipe -> DynamicTest.dynamicTest(recipe.name(), () -> run(emulator, recipe)));
    }

    private static void run(Emulator emulator, ImageRecipe recipe) throws InterruptedException {
        ImageRef image = emulator.recipes().nameOf(recipe);
        if (BUILT_WHEN_MISSING.contains(recipe.name())) {
            emulator.recipes().ensure(recipe, line -> {});
        }
        assumeThat(emulator.engine().findImage(image))
                .as("not built here; ./slipway images " + recipe.name() + " builds it")
                .isPresent();
        List<String> output = new CopyOnWriteArrayList<>();
        try (RunningContainer container = emulator.engine().start(spec(emulator, image, recipe.name()))) {
            container.follow(line -> output.add(line.text()));
            ContainerExit exit = container.await(Duration.ofMinutes(5), Duration.ofSeconds(1));
            assertThat(exit).as(String.join("\n", output)).isEqualTo(new ContainerExit.Exited(0));
        }
        assertThat(output).anyMatch(line -> line.matches("Ran [1-9]\\d* tests? in .*"));
    }

    private static ContainerSpec spec(Emulator emulator, ImageRef image, String name) {
        return new ContainerSpec(
                "slipway-image-tests-" + UUID.randomUUID(),
                image,
                Optional.of(List.of()),
                Optional.of(List.of("python3", "-m", "unittest", "discover", "-b", "-s", "/opt/slipway/tests/" + name)),
                Map.of("PYTHONDONTWRITEBYTECODE", "1", "PYTHONPATH", "/opt/slipway/lib:/opt/slipway/tests/common"),
                emulator.labels(),
                "algo-1",
                List.of(),
                List.of(new Mount(TESTS, "/opt/slipway/tests", Mount.Mode.READ_ONLY)),
                ResourceLimits.NONE,
                new NetworkMode.Standard(),
                List.of());
    }
}
