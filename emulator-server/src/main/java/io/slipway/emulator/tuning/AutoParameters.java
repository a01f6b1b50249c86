package io.slipway.emulator.tuning;

import io.slipway.emulator.wire.Document;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The ranges that Autotune chooses around the hints of {@code AutoParameters}. The service does not say how it chooses; here
 * it is half to double for integers, and a tenth to ten times for other numbers, but not beyond 1 for those below: they are
 * mostly shares and rates. A hint that is no number stays as it is.
 */
final class AutoParameters {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,3})?");

    private AutoParameters() {}

    /** The ranges with those of the hints in place of the hints. */
    static Document resolved(Document ranges) {
        List<Document> integers = new ArrayList<>(ranges.documents("IntegerParameterRanges"));
        List<Document> numbers = new ArrayList<>(ranges.documents("ContinuousParameterRanges"));
        List<Document> words = new ArrayList<>(ranges.documents("CategoricalParameterRanges"));
        for (Document parameter : ranges.documents("AutoParameters")) {
            String hint = parameter.getString("ValueHint").strip();
            if (!NUMBER.matcher(hint).matches()) {
                words.add(Document.EMPTY
                        .with("Name", parameter.getString("Name"))
                        .with("Values", List.of(parameter.getString("ValueHint"))));
            } else if (hint.matches(".*[.eE].*")) {
                numbers.add(number(parameter, new BigDecimal(hint)));
            } else {
                integers.add(integer(parameter, new BigDecimal(hint)));
            }
        }
        return ranges.without("AutoParameters")
                .with("IntegerParameterRanges", integers)
                .with("ContinuousParameterRanges", numbers)
                .with("CategoricalParameterRanges", words);
    }

    private static Document integer(Document parameter, BigDecimal hint) {
        if (hint.signum() == 0) {
            return range(parameter, BigDecimal.ZERO, BigDecimal.ONE);
        }
        BigDecimal half = hint.divideToIntegralValue(TWO);
        // What is positive stays so.
        BigDecimal near = half.signum() == 0 ? hint : half;
        BigDecimal far = hint.multiply(TWO);
        return range(parameter, near.min(far), near.max(far));
    }

    private static Document number(Document parameter, BigDecimal hint) {
        if (hint.signum() == 0) {
            return range(parameter, BigDecimal.ZERO, BigDecimal.ONE).with("ScalingType", "Linear");
        }
        BigDecimal near = hint.divide(BigDecimal.TEN, MathContext.DECIMAL64);
        BigDecimal far = hint.multiply(BigDecimal.TEN);
        if (hint.signum() < 0) {
            return range(parameter, far, near).with("ScalingType", "Linear");
        }
        boolean share = hint.compareTo(BigDecimal.ONE) < 0;
        return range(parameter, near, share ? far.min(BigDecimal.ONE) : far).with("ScalingType", "Logarithmic");
    }

    private static Document range(Document parameter, BigDecimal low, BigDecimal high) {
        return Document.EMPTY
                .with("Name", parameter.getString("Name"))
                .with("MinValue", low.stripTrailingZeros().toPlainString())
                .with("MaxValue", high.stripTrailingZeros().toPlainString());
    }
}
