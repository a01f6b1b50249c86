package io.slipway.emulator.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageCatalogTest {

    private final ImageCatalog catalog = ImageCatalog.read(Path.of("..", "docker"));

    @ParameterizedTest
    @CsvSource({
        "433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:latest, xgboost",
        "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1, xgboost",
        "450853457545.dkr.ecr.cn-north-1.amazonaws.com.cn/sagemaker-xgboost:0.90-2-cpu-py3, xgboost",
        "683313688378.dkr.ecr-fips.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3, sklearn",
        "sagemaker-scikit-learn:0.20.0-cpu-py3, sklearn",
        "520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tensorflow:1.10.0-gpu-py2, tensorflow",
        "520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tensorflow-py2-cpu:1.0, tensorflow",
        "520713654638.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-tensorflow-scriptmode:1.12.0-cpu-py3, tensorflow",
        "520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tensorflow-serving:1.12.0-gpu, tensorflow",
        "520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-tensorflow-serving-eia:1.12.0-cpu, tensorflow",
        "763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-training:2.11.0-gpu-py39, tensorflow",
        "763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-inference:2.19.0-cpu, tensorflow",
        "763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-inference-graviton:2.9.1-cpu-py38, tensorflow",
        "763104351884.dkr.ecr.us-west-2.amazonaws.com/tensorflow-inference-eia:2.3.0-cpu, tensorflow",
        "520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-mxnet:1.2-gpu-py2, mxnet",
        "520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-mxnet-py3-gpu:1.0, mxnet",
        "520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-mxnet-serving:1.4.0-cpu-py3, mxnet",
        "520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-mxnet-eia:1.3.0-cpu-py3, mxnet",
        "763104351884.dkr.ecr.ap-south-1.amazonaws.com/mxnet-training:1.9.0-cpu-py38, mxnet",
        "763104351884.dkr.ecr.us-west-2.amazonaws.com/mxnet-inference-eia:1.7.0-cpu-py3, mxnet",
        "520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-pytorch:1.1.0-cpu-py3, pytorch",
        "763104351884.dkr.ecr.us-west-2.amazonaws.com/pytorch-training:2.8.0-gpu-py312, pytorch",
        "763104351884.dkr.ecr.us-west-2.amazonaws.com/pytorch-inference-graviton:2.0.0-cpu-py310, pytorch",
        "520713654638.dkr.ecr.us-west-2.amazonaws.com/sagemaker-chainer:5.0.0-gpu-py3, chainer",
    })
    void imagesOfSageMakerAreStoodForInEveryRegion(String uri, String name) {
        assertThat(catalog.findStandIn(uri).map(ImageRecipe::name)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example.com/xgboost:1",
                "someone/sagemaker-xgboost:1.7-1",
                "763104351884.dkr.ecr.us-west-2.amazonaws.com/huggingface-pytorch-training:2.1.0-transformers4.36.0",
                "433757028032.dkr.ecr.us-west-2.amazonaws.com/my-xgboost:1",
            })
    void imagesOfOthersAreNot(String uri) {
        assertThat(catalog.findStandIn(uri)).isEmpty();
    }

    @Test
    void recipesStandOnRecipesThatThereAre() {
        assertThat(catalog.recipes()).allSatisfy(recipe -> {
            assertThat(Path.of("..", "docker", recipe.dockerfile())).isRegularFile();
            recipe.from().ifPresent(name -> assertThat(catalog.find(name)).isPresent());
        });
    }

    @Test
    void variantsForGpusAreOfTheSameDockerfileWithAnArgumentThatItTakes() throws IOException {
        assertThat(catalog.recipes())
                .filteredOn(ImageRecipe::hasGpuVariant)
                .extracting(ImageRecipe::name)
                .containsExactly("tensorflow", "pytorch");
        for (String name : List.of("tensorflow", "pytorch")) {
            ImageRecipe variant = catalog.find(name + "-gpu").orElseThrow();
            assertThat(variant.arguments()).isEqualTo(Map.of("PROCESSOR", "gpu"));
            assertThat(variant.dockerfile())
                    .isEqualTo(catalog.find(name).orElseThrow().dockerfile());
            assertThat(Files.readString(Path.of("..", "docker", variant.dockerfile())))
                    .containsSubsequence("FROM $BASE", "ARG PROCESSOR=cpu", "$PROCESSOR");
        }
        assertThat(catalog.find("chainer-gpu")).isEmpty();
    }
}
