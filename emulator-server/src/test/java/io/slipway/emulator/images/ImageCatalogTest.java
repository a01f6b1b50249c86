package io.slipway.emulator.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
