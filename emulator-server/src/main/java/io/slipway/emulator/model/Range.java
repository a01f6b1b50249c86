package io.slipway.emulator.model;

import java.math.BigDecimal;
import java.util.Optional;

/** Bounds, both inclusive, of a number, a length or a count. */
public record Range(Optional<BigDecimal> min, Optional<BigDecimal> max) {

    public static final Range UNBOUNDED = new Range(Optional.empty(), Optional.empty());

    boolean isBelow(BigDecimal value) {
        return min.isPresent() && value.compareTo(min.get()) < 0;
    }

    boolean isAbove(BigDecimal value) {
        return max.isPresent() && value.compareTo(max.get()) > 0;
    }

    boolean isBelow(long value) {
        return min.isPresent() && value < min.get().longValue();
    }

    boolean isAbove(long value) {
        return max.isPresent() && value > max.get().longValue();
    }
}
