package io.slipway.emulator.metrics.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Five minutes of some metrics; a line stands for a minute without a value. The tables of CloudWatch's guide are among them. */
class MetricMathTest {

    private static final long MINUTE = 60_000;
    /** A Monday, 2026-01-05T10:00:00Z. */
    private static final long START = 1_767_607_200_000L;

    private static final Map<String, String> METRICS = new LinkedHashMap<>();

    static {
        METRICS.put("m1", "1 2 3 4 5");
        METRICS.put("m2", "10 - 30 - 50");
        METRICS.put("metric1", "30 20 0 0 -");
        METRICS.put("metric2", "20 - 20 - -");
        METRICS.put("cond", "1 1 0 0 -");
        METRICS.put("then", "30 - 0 0 30");
        METRICS.put("other", "0 0 20 - 20");
        METRICS.put("errors_a", "1 - - - 1");
        METRICS.put("errors_b", "2 - - - -");
        METRICS.put("none", "- - - - -");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            m1 + 1                              ; 2 3 4 5 6
            m1 - m2                             ; -9 2 -27 4 -45
            m1 / m2                             ; 0.1 - 0.1 - 0.1
            m2 / m1                             ; 10 0 10 0 10
            -m1 ^ 2                             ; -1 -4 -9 -16 -25
            2 ^ 3 ^ 2 + 0 * m1                  ; 512 512 512 512 512
            m1 * -2                             ; -2 -4 -6 -8 -10
            10 - m1 - 2 * (m1 - 1)              ; 9 6 3 0 -3
            100 / none                          ; - - - - -
            m1 * 1e3                            ; 1000 2000 3000 4000 5000
            metric1 < metric2                   ; 0 0 1 0 -
            metric1 >= 30                       ; 1 0 0 0 -
            metric1 > 15 AND metric2 > 15       ; 1 0 0 0 -
            m1 == 1 OR m1 != 3 && m1 <= 2       ; 1 1 0 0 0
            m1 > 4 || m1 < 2                    ; 1 0 0 0 1
            IF(cond, then, other)               ; 30 0 20 - -
            IF(cond, 5, other)                  ; 5 5 20 - -
            IF(cond, then, 5)                   ; 30 0 5 5 -
            IF(cond, then)                      ; 30 0 - - -
            IF(metric1 < 25, 10, 2)             ; 2 10 10 10 -
            IF(1, m1, m2)                       ; 1 2 3 4 5
            IF(0, m1, m2)                       ; 10 - 30 - 50
            IF(0, m1)                           ; - - - - -
            ABS(m1 - 3)                         ; 2 1 0 1 2
            CEIL(m1 / 2)                        ; 1 1 2 2 3
            FLOOR(m1 / 2)                       ; 0 1 1 2 2
            LOG10(m2)                           ; 1 - 1.4771 - 1.699
            LOG(m1 - 1)                         ; - 0 0.6931 1.0986 1.3863
            DIFF(m2)                            ; - - 20 - 20
            DIFF_TIME(m2)                       ; - - 120 - 120
            RATE(m1)                            ; - 0.0167 0.0167 0.0167 0.0167
            RUNNING_SUM(m2)                     ; 10 - 40 - 90
            FILL(m2, 0)                         ; 10 0 30 0 50
            FILL(m2, -1)                        ; 10 -1 30 -1 50
            FILL(m2, REPEAT)                    ; 10 10 30 30 50
            FILL(m2, LINEAR)                    ; 10 20 30 40 50
            FILL(then, LINEAR)                  ; 30 15 0 0 30
            FILL(other, LINEAR)                 ; 0 0 20 20 20
            FILL(errors_b, LINEAR)              ; 2 - - - -
            FILL(m2, m1)                        ; 10 2 30 4 50
            FILL(m2, MIN(m2))                   ; 10 10 30 10 50
            FILL(none, 0)                       ; 0 0 0 0 0
            m1 - AVG(m1)                        ; -2 -1 0 1 2
            m1 * 0 + SUM(m2)                    ; 90 90 90 90 90
            MAX(m1) / m1                        ; 5 2.5 1.6667 1.25 1
            m1 - MIN(m1)                        ; 0 1 2 3 4
            m1 / STDDEV(m1)                     ; 0.7071 1.4142 2.1213 2.8284 3.5355
            SUM(m2) / DATAPOINT_COUNT(m2) + 0*m1 ; 30 30 30 30 30
            SUM([m1, m2])                       ; 11 2 33 4 55
            AVG([m1, m2])                       ; 5.5 1 16.5 2 27.5
            MIN([m1, m2])                       ; 1 2 3 4 5
            MAX([m1, m2])                       ; 10 2 30 4 50
            STDDEV([m1, m2])                    ; 4.5 0 13.5 0 22.5
            DATAPOINT_COUNT([m1, m2])           ; 2 1 2 1 2
            SUM(100 / [m1, m2])                 ; 110 50 36.6667 25 22
            AVG([m1, m2] / m1)                  ; 5.5 0.5 5.5 0.5 5.5
            SUM([m1, m2] * [m1, m1])            ; 11 4 99 16 275
            SUM(-[m1, m2])                      ; -11 -2 -33 -4 -55
            SUM(METRICS("errors"))              ; 3 - - - 1
            SUM([METRICS('_a'), METRICS("_b")]) ; 3 - - - 1
            m1 / METRIC_COUNT([m1, m2])         ; 0.5 1 1.5 2 2.5
            m1 / PERIOD(m1)                     ; 0.0167 0.0333 0.05 0.0667 0.0833
            FIRST([m2, m1])                     ; 10 - 30 - 50
            LAST([m2, m1])                      ; 1 2 3 4 5
            FIRST(SORT([m1, m2], AVG, DESC))    ; 10 - 30 - 50
            FIRST(SORT([m1, m2], MAX, ASC))     ; 1 2 3 4 5
            FIRST(METRICS("absent"))            ; - - - - -
            TIME_SERIES(MAX(m1))                ; 5 5 5 5 5
            MINUTE(m2)                          ; 0 1 2 3 4
            HOUR(m2) * 100 + DAY(m2)            ; 1001 1001 1001 1001 1001
            DATE(m1) + MONTH(m1) * 100          ; 105 105 105 105 105
            YEAR(m1)                            ; 2026 2026 2026 2026 2026
            EPOCH(m1) - 1767607200              ; 0 60 120 180 240
            IF(MINUTE(m1) < 2, m1)              ; 1 2 - - -
            """)
    void expressionGivesOneSeries(String expression, String values) {
        assertThat(evaluate(expression)).containsExactly(values);
    }

    @Test
    void arraysGiveASeriesForEachMember() {
        assertThat(evaluate("METRICS(\"errors\") * 10")).containsExactly("10 - - - 10", "20 - - - -");
        assertThat(evaluate("FILL(METRICS(\"errors\"), 0)")).containsExactly("1 0 0 0 1", "2 0 0 0 0");
        assertThat(evaluate("METRICS()")).hasSize(METRICS.size());
        assertThat(evaluate("REMOVE_EMPTY([none, m1])")).containsExactly("1 2 3 4 5");
        assertThat(evaluate("SORT([m1, m2, errors_b], SUM, DESC, 2)")).containsExactly("10 - 30 - 50", "1 2 3 4 5");
        assertThat(evaluate("SLICE([m1, m2, errors_b], 1)")).containsExactly("10 - 30 - 50", "2 - - - -");
        assertThat(evaluate("SLICE([m1, m2, errors_b], 1, 2)")).containsExactly("10 - 30 - 50");
        assertThat(evaluate("SLICE([m1, m2], 5, 9)")).isEmpty();
    }

    @Test
    void expressionsReferToEachOther() {
        MetricMath math = math(Map.of("e1", "e2 * 2", "e2", "m1 - e3", "e3", "AVG(m1)"));

        assertThat(texts(math.result("e1").orElseThrow())).containsExactly("-4 -2 0 2 4");
        assertThat(math.result("e3")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            m1 +                    ; Invalid syntax
            (m1                     ; Invalid syntax
            m1 m2                   ; Invalid syntax
            m1 $ 2                  ; Invalid syntax
            SUM(m1,                 ; Invalid syntax
            m1 / "a                 ; Invalid syntax
            SELECT AVG(x) FROM y    ; Invalid syntax
            m9 + 1                  ; Undefined variable: m9
            sum(m1)                 ; Unsupported function: sum
            ANOMALY_DETECTION_BAND(m1) ; Unsupported function: ANOMALY_DETECTION_BAND
            SEARCH('{a}', 'Sum')    ; Unsupported function: SEARCH
            e1 + 1                  ; The expression refers to itself.
            "text"                  ; A text is no value: "text"
            [m1, 2]                 ; A scalar cannot be a member of an array.
            ABS(1)                  ; The function ABS does not take a scalar here.
            AVG(2)                  ; The function AVG does not take a scalar here.
            FIRST(m1)               ; The function FIRST does not take a time series here.
            ABS(m1, m2)             ; The function ABS takes 1 arguments, not 2.
            IF(m1)                  ; The function IF takes 2 to 3 arguments, not 1.
            IF([m1], 1, 2)          ; The function IF does not take an array of time series.
            FILL(m1, [m2])          ; The function FILL does not take an array of time series here.
            SLICE([m1], m2)         ; The function SLICE does not take a time series here.
            SORT([m1], STDDEV, ASC) ; The function SORT sorts by AVG, MIN, MAX or SUM.
            SORT([m1], SUM, UP)     ; The function SORT sorts in the order ASC or DESC.
            METRICS(m1)             ; The function METRICS takes a string.
            PERIOD(AVG(m1))         ; The function PERIOD takes a metric.
            [m1, m2] + [m1]         ; Arrays of different sizes, 2 and 1, cannot be combined with +.
            """)
    void whatMeansNothingIsRefused(String expression, String message) {
        assertThatExceptionOfType(MathException.class)
                .isThrownBy(() -> evaluate(expression))
                .satisfies(e -> assertThat(e.text()).isEqualTo("Error in expression 'e1': " + message));
    }

    @Test
    void nestingHasAnEnd() {
        assertThatExceptionOfType(MathException.class)
                .isThrownBy(() -> evaluate("(".repeat(1000) + "m1" + ")".repeat(1000)))
                .withMessage("The expression is nested too deeply.");
        assertThat(evaluate("m1" + "+1".repeat(1000))).containsExactly("1001 1002 1003 1004 1005");
    }

    @Test
    void rangeOfMorePointsThanARequestMayHaveIsRefused() {
        var grid = new TimeGrid(START, START + 1000 * MINUTE, 1);
        var math = new MetricMath(grid, List.of(), id -> series(id, "-"), Map.of("e1", "TIME_SERIES(1)"));

        assertThatExceptionOfType(MathException.class)
                .isThrownBy(() -> math.result("e1"))
                .withMessageContaining("100,800");
    }

    private static List<String> evaluate(String expression) {
        return texts(math(Map.of("e1", expression)).result("e1").orElseThrow());
    }

    private static MetricMath math(Map<String, String> expressions) {
        return new MetricMath(
                new TimeGrid(START, START + 5 * MINUTE, MINUTE),
                List.copyOf(METRICS.keySet()),
                id -> series(id, METRICS.getOrDefault(id, "")),
                expressions);
    }

    private static Series series(String label, String values) {
        NavigableMap<Long, Double> points = new TreeMap<>();
        String[] words = values.split(" ");
        for (int i = 0; i < words.length; i++) {
            if (!words[i].equals("-")) {
                points.put(START + i * MINUTE, Double.parseDouble(words[i]));
            }
        }
        return new Series(label, MINUTE, points);
    }

    private static List<String> texts(List<Series> all) {
        return all.stream().map(MetricMathTest::text).toList();
    }

    private static String text(Series series) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Double value = series.points().get(START + i * MINUTE);
            words.add(value == null ? "-" : number(Math.round(value * 10_000) / 10_000.0));
        }
        return String.join(" ", words);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
