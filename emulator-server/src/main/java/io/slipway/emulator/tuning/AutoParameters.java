package io.slipway.emulator.tuning;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The ranges that Autotune chooses around the hints of {@code AutoParameters}. The service does not say how it chooses; here
 * it is half to double for integers, and a tenth to ten times for other numbers.
 */
final class AutoParameters {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private AutoParameters() {}

    /** The ranges with those of the hints in place of the hints. */
    static Document resolved(Document ranges) {
        List<Document> integers = new ArrayList<>(ranges.documents("IntegerParameterRanges"));
        List<Document> numbers = new ArrayList<>(ranges.documents("ContinuousParameterRanges"));
        for (Document parameter : ranges.documents("AutoParameters")) {
            BigDecimal hint = hint(parameter);
            boolean integer = !parameter.getString("ValueHint").matches(".*[.eE].*");
            BigDecimal one =
                    integer ? hint.divideToIntegralValue(TWO) : hint.divide(BigDecimal.TEN, MathContext.DECIMAL64);
            BigDecimal other = integer ? hint.multiply(TWO) : hint.multiply(BigDecimal.TEN);
            Document range = range(parameter, one.min(other), hint.signum() == 0 ? BigDecimal.ONE : one.max(other));
            if (integer) {
                integers.add(range);
            } else {
                numbers.add(range.with("ScalingType", hint.signum() > 0 ? "Logarithmic" : "Linear"));
            }
        }
        return ranges.without("AutoParameters")
                .with("IntegerParameterRanges", integers)
                .with("ContinuousParameterRanges", numbers);
    }

    private static Document range(Document parameter, BigDecimal low, BigDecimal high) {
        return Document.EMPTY
                .with("Name", parameter.getString("Name"))
                .with("MinValue", low.stripTrailingZeros().toPlainString())
                .with("MaxValue", high.stripTrailingZeros().toPlainString());
    }

    private static BigDecimal hint(Document parameter) {
        String text = parameter.getString("ValueHint");
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException e) {
            throw ApiException.validation("The ValueHint, [" + text + "], of the hyperparameter ["
                    + parameter.getString("Name") + "] is not a number.");
        }
    }
}
