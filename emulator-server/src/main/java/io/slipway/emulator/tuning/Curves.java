package io.slipway.emulator.tuning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The objective's values of each trial, in the order in which its training job reported them: one per epoch. */
final class Curves {
    private final Map<Integer, List<Double>> byTrial = new HashMap<>();

    void add(int trial, double value) {
        byTrial.computeIfAbsent(trial, index -> new ArrayList<>()).add(value);
    }

    void put(int trial, List<Double> values) {
        byTrial.put(trial, new ArrayList<>(values));
    }

    List<Double> of(int trial) {
        return byTrial.getOrDefault(trial, List.of());
    }
}
