package io.slipway.emulator.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BuiltInAlgorithmsTest {

    private static final String XGBOOST = "246618743249.dkr.ecr.us-west-2.amazonaws.com/sagemaker-xgboost:1.7-1";
    private static final String XGBOOST_072 = "433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:1";

    @Test
    void builtInIsKnownByTheRepositoryOfARegistryOfTheService() {
        assertThat(BuiltInAlgorithms.isBuiltIn(XGBOOST)).isTrue();
        assertThat(BuiltInAlgorithms.isBuiltIn(XGBOOST_072)).isTrue();
        assertThat(BuiltInAlgorithms.isBuiltIn("174872318107.dkr.ecr-fips.us-west-2.amazonaws.com/kmeans@sha256:00"))
                .isTrue();
        assertThat(BuiltInAlgorithms.isBuiltIn("sagemaker-xgboost:1.7-1")).isFalse();
        assertThat(BuiltInAlgorithms.isBuiltIn("763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2"))
                .isFalse();
    }

    @Test
    void definitionsLeaveRoomForTheObjectiveOfATuningJob() {
        assertThat(BuiltInAlgorithms.metricDefinitions(XGBOOST)).hasSizeLessThanOrEqualTo(39);
        assertThat(BuiltInAlgorithms.metricDefinitions(XGBOOST_072)).hasSize(9);
        assertThat(BuiltInAlgorithms.metricDefinitions("mine")).isEmpty();
    }

    @Test
    void regexesFindTheValuesOfALineAsTheLogHasIt() {
        String line = "[12]#011train-rmse:8.09120#011validation-rmse:8.3e-05";

        MetricDefinition definition = BuiltInAlgorithms.metricDefinitions(XGBOOST).stream()
                .filter(each -> each.name().equals("validation:rmse"))
                .findFirst()
                .orElseThrow();

        var matcher = Pattern.compile(definition.regex()).matcher(line);
        assertThat(matcher.find()).isTrue();
        assertThat(matcher.group(1)).isEqualTo("8.3e-05");
    }

    @Test
    void ownDefinitionsTakeThePlaceOfTheServices() {
        var own = new MetricDefinition("validation:auc", "mine=(.*)");

        List<MetricDefinition> all = BuiltInAlgorithms.withOwn(XGBOOST_072, List.of(own));

        assertThat(all).hasSize(9).contains(own);
        assertThat(BuiltInAlgorithms.withOwn("mine", List.of(own))).containsExactly(own);
    }
}
