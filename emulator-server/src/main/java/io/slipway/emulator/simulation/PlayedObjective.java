package io.slipway.emulator.simulation;

import java.util.Map;
import java.util.TreeMap;

/** A smooth function of any hyperparameters with one minimum, 1 in each: the same for the same values, always. */
final class PlayedObjective {

    private PlayedObjective() {}

    static double of(Map<String, String> hyperparameters) {
        double sum = 1;
        for (Map.Entry<String, String> parameter : new TreeMap<>(hyperparameters).entrySet()) {
            double distance = place(parameter.getValue()) - fraction(parameter.getKey());
            sum += distance * distance;
        }
        return sum;
    }

    /** Where a value lies between 0 and 1: numbers in their order, words anywhere. */
    private static double place(String value) {
        try {
            double number = Double.parseDouble(value.replace("\"", ""));
            return Double.isFinite(number) ? 0.5 + number / (2 * (1 + Math.abs(number))) : 0;
        } catch (NumberFormatException e) {
            return fraction(value);
        }
    }

    private static double fraction(String text) {
        return 0.25 + Math.floorMod(text.hashCode(), 1000) / 2000.0;
    }
}
