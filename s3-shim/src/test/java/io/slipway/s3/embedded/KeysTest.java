package io.slipway.s3.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeysTest {

    @ParameterizedTest
    @CsvSource({"a, b", "a/, a0", "az, a{"})
    void endOfAPrefixIsTheLeastStringBehindIt(String prefix, String end) {
        assertThat(Keys.endOf(prefix)).isEqualTo(end);
    }

    @Test
    void endSkipsTheSurrogatesAndCarriesOver() {
        assertThat(Keys.endOf("\uD7FF")).isEqualTo("\uE000");
        assertThat(Keys.endOf("\uFFFF")).isEqualTo("\uD800\uDC00");
        assertThat(Keys.endOf("a" + Character.toString(Character.MAX_CODE_POINT)))
                .isEqualTo("b");
    }

    @Test
    void nothingIsBehindTheEmptyPrefix() {
        assertThat(Keys.endOf("")).isInstanceOf(byte[].class);
        assertThat(Keys.endOf(Character.toString(Character.MAX_CODE_POINT))).isInstanceOf(byte[].class);
    }

    @Test
    void orderIsByCodePointAndNotByUtf16() {
        assertThat(Keys.compare("\uFF5E", "\uD83D\uDE00")).isNegative();
        assertThat("\uFF5E".compareTo("\uD83D\uDE00")).isPositive();
    }
}
