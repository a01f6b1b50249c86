package io.slipway.emulator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchingLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss=(\\S+)",
                ".*\\[[0-9]+\\].*#011validation-rmse:([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?).*",
                "loss: ([0-9\\.]+)",
                "^epoch \\d+(?: of \\d+)?, accuracy (-?\\d+(\\.\\d+)?)$",
                "#quality_metric: host=\\S+, train loss <loss>=(\\S+)",
                "Test set: Average loss: (.*?);",
                "(?<value>[0-9.]+) is the loss",
            })
    void lineOfUsualExpressionsHoldsTheValue(String regex) {
        String line = MatchingLine.of(regex, "0.25").orElseThrow();
        Matcher matcher = Pattern.compile(regex).matcher(line);
        assertThat(matcher.find()).isTrue();
        assertThat(matcher.group(1)).isEqualTo("0.25");
    }

    @Test
    void expressionThatCannotHoldTheValueHasNoLine() {
        assertThat(MatchingLine.of("loss=([a-z]+)", "0.25")).isEmpty();
        assertThat(MatchingLine.of("loss=[0-9]+", "0.25")).isEmpty();
        assertThat(MatchingLine.of("loss=(", "0.25")).isEmpty();
        assertThat(MatchingLine.of("(?=loss)loss=([0-9.]+)", "0.25")).isEmpty();
        assertThat(MatchingLine.of("(?<!no )loss=([0-9.]+)", "0.25")).isEmpty();
    }
}
