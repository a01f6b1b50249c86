package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SparinglyTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    private final AtomicInteger taken = new AtomicInteger();

    private Sparingly<Integer> reading(Duration cost) {
        return new Sparingly<>(
                () -> {
                    now.addAndGet(cost.toNanos());
                    return taken.incrementAndGet();
                },
                now::get);
    }

    private int readings(Sparingly<Integer> reading, int minutes) {
        for (int i = 0; i < minutes; i++) {
            reading.get();
            now.addAndGet(Duration.ofMinutes(1).toNanos());
        }
        return taken.get();
    }

    @Test
    void quickReadingIsTakenEachTime() {
        assertThat(readings(reading(Duration.ofMillis(500)), 60)).isEqualTo(60);
    }

    @Test
    void slowReadingTakesAHundredthOfTheTime() {
        Sparingly<Integer> slow = reading(Duration.ofSeconds(6));

        assertThat(readings(slow, 60)).isEqualTo(6);
        assertThat(slow.get()).isEqualTo(7);
        assertThat(slow.get()).isEqualTo(7);
    }
}
