package io.slipway.emulator.registry;

import static io.slipway.emulator.registry.AlgorithmRules.refuse;

import io.slipway.emulator.wire.Document;
import java.math.BigDecimal;
import java.util.Optional;

/** A hyperparameter that an algorithm defines must make sense in itself. */
final class HyperparameterRules {

    private HyperparameterRules() {}

    static void check(Document hyperparameter) {
        String name = hyperparameter.getString("Name");
        String type = hyperparameter.getString("Type");
        Optional<Document> range = hyperparameter.findDocument("Range");
        String wanted = type + "ParameterRangeSpecification";
        refuse(
                range.isPresent() && !range.get().has(wanted),
                "The range of hyperparameter [" + name + "] does not fit its type, [" + type + "].");
        boolean tunable = hyperparameter.isTrue("IsTunable");
        refuse(
                tunable && type.equals("FreeText"),
                "The hyperparameter [" + name + "] of type FreeText cannot be tunable.");
        refuse(
                tunable && range.isEmpty(),
                "The hyperparameter [" + name + "] is tunable, so a range must be specified for it.");
        refuse(
                hyperparameter.isTrue("IsRequired") && hyperparameter.has("DefaultValue"),
                "The hyperparameter [" + name + "] is required, so it cannot have a default value.");
        if (range.isPresent() && !type.equals("Categorical")) {
            checkBounds(name, range.get().findDocument(wanted).orElseThrow(), type.equals("Integer"));
        }
    }

    private static void checkBounds(String name, Document range, boolean whole) {
        Optional<BigDecimal> low = number(range.getString("MinValue"), whole);
        Optional<BigDecimal> high = number(range.getString("MaxValue"), whole);
        refuse(
                low.isEmpty() || high.isEmpty(),
                "The range of hyperparameter [" + name + "] must have " + (whole ? "integers" : "numbers")
                        + " for bounds.");
        refuse(
                low.orElseThrow().compareTo(high.orElseThrow()) > 0,
                "The range of hyperparameter [" + name + "] has a MinValue that is greater than its MaxValue.");
    }

    private static Optional<BigDecimal> number(String text, boolean whole) {
        try {
            BigDecimal number = new BigDecimal(text.strip());
            return whole && number.stripTrailingZeros().scale() > 0 ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
