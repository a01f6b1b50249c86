package io.slipway.emulator.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.job.MetricScraper.Datapoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricScraperTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_789L);

    private static MetricScraper scraper(String... nameAndRegex) {
        List<MetricDefinition> definitions = new ArrayList<>();
        for (int i = 0; i < nameAndRegex.length; i += 2) {
            definitions.add(new MetricDefinition(nameAndRegex[i], nameAndRegex[i + 1]));
        }
        return new MetricScraper(definitions);
    }

    private static List<Double> values(MetricScraper scraper, String line) {
        return scraper.match(NOW, line).stream().map(Datapoint::value).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "'loss=0.5;', 0.5",
        "'epoch 1 loss=-1.5e-3', -0.001500000013038516",
        "'loss=.25', 0.25",
        "'loss=3.', 3",
        "'loss=1 loss=2', 1"
    })
    void firstGroupOfTheFirstMatchIsTheValue(String line, double value) {
        assertThat(values(scraper("loss", "loss=([^; ]+)"), line)).containsExactly(value);
    }

    @ParameterizedTest
    @CsvSource({"loss=nan", "loss=inf", "loss=1e999", "loss=0x10", "loss=1f", "loss=", "lost=1"})
    void whatIsNoNumberIsNoDatapoint(String line) {
        assertThat(values(scraper("loss", "loss=(\\S*)"), line)).isEmpty();
    }

    @Test
    void regexWithoutAGroupHasNoValue() {
        assertThat(values(scraper("loss", "loss=[0-9]"), "loss=1")).isEmpty();
    }

    @Test
    void oneLineMayHaveSeveralMetrics() {
        assertThat(scraper("a", "a=(\\d)", "b", "b=(\\d)").match(NOW, "b=2 a=1"))
                .containsExactly(new Datapoint("a", 1, NOW), new Datapoint("b", 2, NOW));
    }

    @Test
    void finalMetricsAreTheLastOnesInTheOrderOfDefinition() {
        MetricScraper scraper = scraper("never", "never=(\\d)", "b", "b=(\\d)", "a", "a=(\\d)");
        scraper.match(NOW, "a=1");
        scraper.match(NOW, "b=2");
        scraper.match(NOW, "a=3");

        assertThat(scraper.finalMetrics().orElseThrow())
                .extracting(metric -> metric.getString("MetricName") + metric.getString("Value"))
                .containsExactly("b2.0", "a3.0");
        assertThat(scraper.finalMetrics().orElseThrow().getFirst().findTime("Timestamp"))
                .contains(Instant.ofEpochSecond(1_700_000_000));
    }

    @Test
    void withoutAnyValueThereAreNoFinalMetrics() {
        assertThat(scraper("a", "a=(\\d)").finalMetrics()).isEmpty();
    }

    @Test
    void regexThatBacktracksWithoutEndIsGivenUpAndTheOthersGoOn() {
        MetricScraper scraper = scraper("bad", "x(a+)+\\1z", "good", "good=(\\d+)");
        String line = "x" + "a".repeat(60) + "! good=7";

        for (int i = 0; i < 30; i++) {
            assertThat(values(scraper, line)).containsExactly(7.0);
        }

        assertThat(scraper.givenUp()).containsExactly("bad");
    }

    @Test
    void regexThatOverflowsTheStackIsNoMatch() {
        assertThat(values(scraper("deep", "x((?:a|b)*)c=(\\d)"), "x" + "ab".repeat(30_000) + "d"))
                .isEmpty();
    }

    @Test
    void requiredLiteralIsFoundWhereItIsPlainToSee() {
        assertThat(RequiredLiteral.of("loss=(\\S+)")).isEqualTo("loss=");
        assertThat(RequiredLiteral.of(".*\\[[0-9]+\\].*#011validation-auc:([-+]?[0-9]*)"))
                .isEqualTo("#011validation-auc:");
        assertThat(RequiredLiteral.of("a|b")).isEmpty();
        assertThat(RequiredLiteral.of("(?i)loss")).isEmpty();
        assertThat(RequiredLiteral.of("\\Qa\\E")).isEmpty();
        assertThat(RequiredLiteral.of("colou?r")).isEqualTo("colo");
        assertThat(RequiredLiteral.of("x{0}yz")).isEqualTo("yz");
        assertThat(RequiredLiteral.of("a\\.b: (.*)")).isEqualTo("a.b: ");
        assertThat(RequiredLiteral.of("(?:loss|cost)=(.*)")).isEqualTo("=");
        assertThat(RequiredLiteral.of("\\x41bc")).isEmpty();
        assertThat(RequiredLiteral.of("[^]x]yz")).isEqualTo("yz");
    }
}
