package io.slipway.emulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonFloatTest {
    @ParameterizedTest
    @CsvSource({
        "0.0006446642260676662, 0.0006446642260676662",
        "1.3494417573713629e-8, 1.3494417573713629e-08",
        "0.0001, 0.0001",
        "0.00009999, 9.999e-05",
        "1, 1.0",
        "-3, -3.0",
        "0.1, 0.1",
        "100, 100.0",
        "123456.5, 123456.5",
        "9999999999999998, 9999999999999998.0",
        "1e16, 1e+16",
        "1.5e300, 1.5e+300",
        "-2.5e-10, -2.5e-10",
        "5e-324, 5e-324",
        "0, 0.0",
        "-0.0, -0.0",
    })
    void numbersReadAsPythonWritesThem(double value, String text) {
        assertThat(PythonFloat.repr(value)).isEqualTo(text);
    }

    @Test
    void whatIsWrittenReadsBackAsTheSameNumber() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(PythonFloat.repr(value))).isEqualTo(value);
            }
        }
    }
}
