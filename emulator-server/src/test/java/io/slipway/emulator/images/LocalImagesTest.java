package io.slipway.emulator.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.container.ContainerSpec;
import io.slipway.container.EngineInfo;
import io.slipway.container.ImageBuild;
import io.slipway.container.ImageInfo;
import io.slipway.container.ImageNotFoundException;
import io.slipway.container.ImageRef;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.job.ImagelessEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalImagesTest {

    private static final Path DOCKER = Path.of("..", "docker");
    private static final String REGISTRY = "763104351884.dkr.ecr.us-west-2.amazonaws.com/";

    /** Has the images that it was given and those that it built; no registry answers. */
    private static final class BuildingEngine implements ImagelessEngine {

        private final Set<ImageRef> images = new HashSet<>(Set.of(BaseImage.NAME));
        private final List<ImageBuild> builds = new ArrayList<>();
        private boolean gpus;

        @Override
        public EngineInfo describe() {
            return new EngineInfo("docker", "1", 2, 1 << 30, "172.17.0.1", gpus);
        }

        @Override
        public Optional<ImageInfo> findImage(ImageRef image) {
            return images.contains(image) ? ImagelessEngine.super.findImage(image) : Optional.empty();
        }

        @Override
        public ImageInfo build(ImageBuild build, Consumer<String> progress) {
            builds.add(build);
            images.add(build.name());
            return findImage(build.name()).orElseThrow();
        }

        @Override
        public ImageInfo pull(ImageRef image, Consumer<String> progress) {
            throw new ImageNotFoundException(image, "its registry does not give it");
        }

        @Override
        public RunningContainer start(ContainerSpec spec) {
            throw new UnsupportedOperationException();
        }
    }

    private final BuildingEngine engine = new BuildingEngine();
    private final List<String> progress = new ArrayList<>();

    private ImageRef resolve(String uri, String... mapping) throws InterruptedException {
        ImageCatalog catalog = ImageCatalog.read(DOCKER);
        RecipeBuilder builder = new RecipeBuilder(
                engine,
                catalog,
                DOCKER,
                new BaseImage(engine, new Debootstrap()),
                new HostAuthorities(Path.of("no", "such", "directory")));
        Map<String, String> mappings = mapping.length == 0 ? Map.of() : Map.of(mapping[0], mapping[1]);
        return new LocalImages(engine, mappings, catalog, builder).resolve(uri, progress::add);
    }

    @Test
    void imageOfSageMakerIsBuiltWithWhatItStandsOnWhenFirstAskedFor() throws Exception {
        ImageRef image = resolve("246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1");

        assertThat(image.value()).matches("slipway/xgboost:[0-9a-f]{12}");
        assertThat(engine.builds)
                .extracting(ImageBuild::dockerfile)
                .containsExactly("base.Dockerfile", "xgboost.Dockerfile");
        ImageBuild base = engine.builds.getFirst();
        assertThat(engine.builds.getLast().arguments())
                .isEqualTo(Map.of("BASE", base.name().value()));
        assertThat(base.arguments()).isEqualTo(Map.of("BASE", BaseImage.NAME.value()));
        assertThat(progress).last().asString().endsWith("is stood for by " + image);
        assertThat(resolve("sagemaker-xgboost:0.90-1")).isEqualTo(image);
        assertThat(engine.builds).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "tensorflow-training:2.11.0-gpu-py39, tensorflow",
        "sagemaker-tensorflow-py2-gpu:1.0, tensorflow",
        "tensorflow-inference:2.19.0-gpu, tensorflow",
        "pytorch-training:2.8.0-gpu-py312, pytorch",
        "sagemaker-pytorch:1.1.0-gpu-py3, pytorch"
    })
    void imageForGpusIsBuiltForThemWhereThereAreSome(String image, String name) throws Exception {
        assertThat(resolve(REGISTRY + image).value()).startsWith("slipway/" + name + ":");
        assertThat(engine.builds.getLast().arguments()).containsOnlyKeys("BASE");

        engine.gpus = true;
        assertThat(resolve(REGISTRY + image).value()).startsWith("slipway/" + name + "-gpu:");
        ImageBuild build = engine.builds.getLast();
        assertThat(build.dockerfile()).isEqualTo(name + ".Dockerfile");
        assertThat(build.arguments()).containsEntry("PROCESSOR", "gpu").containsKey("BASE");
    }

    @Test
    void gpusMakeNoDifferenceToImagesThatDoNotUseThem() throws Exception {
        engine.gpus = true;
        assertThat(resolve(REGISTRY + "pytorch-training:2.8.0-cpu-py312").value())
                .startsWith("slipway/pytorch:");
        assertThat(resolve("520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-chainer:5.0.0-gpu-py3")
                        .value())
                .startsWith("slipway/chainer:");
        assertThat(resolve(REGISTRY + "sagemaker-mxnet:1.2-gpu-py2").value()).startsWith("slipway/mxnet:");
    }

    @Test
    void ownImageOfTheVeryNameComesFirstAndTheUsersMappingBeforeIt() throws Exception {
        String uri = REGISTRY + "pytorch-training:2.8.0-cpu-py312";
        engine.images.add(new ImageRef(uri));
        engine.images.add(new ImageRef("mine:1"));
        assertThat(resolve(uri)).isEqualTo(new ImageRef(uri));
        assertThat(resolve(uri, uri, "mine:1")).isEqualTo(new ImageRef("mine:1"));
        assertThat(engine.builds).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "huggingface-pytorch-training:2.1.0-transformers4.36.0-gpu-py310",
                "sagemaker-sparkml-serving:2.4"
            })
    void imageThatNothingStandsForIsRefusedWithThoseThereAre(String image) {
        String uri = REGISTRY + image;
        assertThatExceptionOfType(ImageNotFoundException.class)
                .isThrownBy(() -> resolve(uri))
                .withMessageStartingWith(
                        "image " + uri + " was not found: the engine does not have it, none of Slipway's own"
                                + " images (xgboost, sklearn, tensorflow, mxnet, pytorch, chainer; see ./slipway images) stands for it")
                .withMessageContaining("its registry does not give it")
                .withMessageEndingWith("map it with --images '" + uri + "=<local image>'");
        assertThat(engine.builds).isEmpty();
    }
}
