package io.slipway.emulator.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPauseTest {
    private final RetryPause pause = new RetryPause(Duration.ofMillis(250), Duration.ofSeconds(30));

    @Test
    void itDoublesUpToTheLongest() {
        assertThat(pause.after(0)).isZero();
        assertThat(pause.after(1)).isEqualTo(Duration.ofMillis(250));
        assertThat(pause.after(4)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pause.after(8)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pause.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
    }
}
