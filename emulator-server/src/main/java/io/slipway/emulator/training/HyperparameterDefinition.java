package io.slipway.emulator.training;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A hyperparameter as an algorithm defines it: {@code HyperParameterSpecification}. */
record HyperparameterDefinition(Document definition) {

    void check(String value) {
        String type = definition.getString("Type");
        Optional<Document> range = definition
                .findDocument("Range")
                .flatMap(each -> each.findDocument(type + "ParameterRangeSpecification"));
        switch (type) {
            case "Integer", "Continuous" -> checkNumber(value, type.equals("Integer"), range);
            case "Categorical" -> {
                List<String> values = range.map(each -> each.strings("Values")).orElse(List.of());
                refuse(range.isPresent() && !values.contains(value), value, "one of " + values);
            }
            default -> {}
        }
    }

    private void checkNumber(String value, boolean whole, Optional<Document> range) {
        String kind = whole ? "an integer" : "a number";
        Optional<BigDecimal> number = number(value);
        refuse(number.isEmpty() || (whole && number.get().stripTrailingZeros().scale() > 0), value, kind);
        if (range.isPresent()) {
            String low = range.get().getString("MinValue");
            String high = range.get().getString("MaxValue");
            BigDecimal exact = number.orElseThrow();
            refuse(
                    exact.compareTo(new BigDecimal(low.strip())) < 0
                            || exact.compareTo(new BigDecimal(high.strip())) > 0,
                    value,
                    kind + " from " + low + " to " + high);
        }
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void refuse(boolean wrong, String value, String expected) {
        if (wrong) {
            throw ApiException.validation("Invalid value: " + value + " of hyperparameter: "
                    + definition.getString("Name") + ". It must be " + expected);
        }
    }
}
