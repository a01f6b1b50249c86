package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.images.ImageCatalog;
import io.slipway.emulator.images.ImageRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All image URIs that the SageMaker Python SDKs can make for the frameworks that Slipway has containers of. */
@Execution(ExecutionMode.CONCURRENT)
class ImageUrisTest {

    private record Given(String image, String uri) {

        static Given of(String line) {
            String[] words = line.split(" ", 2);
            return new Given(words[0], words[1]);
        }
    }

    private final ImageCatalog catalog = ImageCatalog.read(SharedSlipway.HOME.resolve("docker"));

    @ParameterizedTest
    @EnumSource(names = {"CURRENT", "SDK1"})
    void everyUriOfTheSdkIsStoodFor(PythonEnvironment clients) throws IOException, InterruptedException {
        List<Given> uris = uris(clients);

        assertThat(uris.stream().map(Given::image).collect(Collectors.toSet()))
                .isEqualTo(Set.of("xgboost", "sklearn", "tensorflow", "mxnet", "pytorch", "chainer"));
        assertThat(uris)
                .hasSizeGreaterThan(1000)
                .filteredOn(given -> !catalog.findStandIn(given.uri())
                        .map(ImageRecipe::name)
                        .filter(given.image()::equals)
                        .isPresent())
                .isEmpty();
    }

    private static List<Given> uris(PythonEnvironment clients) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(clients.command("image_uris.py"))
                .directory(PythonEnvironment.SCRIPTS.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(PythonEnvironment.clientVariables("http://127.0.0.1:9"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines()
                .filter(line -> line.contains(".dkr.ecr"))
                .map(Given::of)
                .toList();
    }
}
