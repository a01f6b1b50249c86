package io.slipway.emulator.tuning;

import java.util.Locale;
import java.util.function.Supplier;

/** {@code <tuning job>-001-a301f0d0}. */
record TrialNames(String tuningJob, Supplier<String> suffixes) {
    String next(int index) {
        return String.format(Locale.ROOT, "%s-%03d-%s", tuningJob, index, suffixes.get());
    }
}
