package io.slipway.emulator.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlCharactersTest {

    @Test
    void controlCharactersAreThreeOctalDigits() {
        assertThat(ControlCharacters.escape("[0]\ttrain\r\u001b[0m\u007f")).isEqualTo("[0]#011train#015#033[0m#177");
    }

    @Test
    void othersStayAsTheyAre() {
        String line = "plain #011 \u00e9 \ud83d\ude00";

        assertThat(ControlCharacters.escape(line)).isSameAs(line);
    }
}
