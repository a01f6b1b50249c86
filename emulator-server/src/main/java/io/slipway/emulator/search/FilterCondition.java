package io.slipway.emulator.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.search.SearchableProperties.PropertyType;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.List;

/**
 * One filter. Where a property has several values, one that meets it is enough; a value that is not there equals nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Filter.html">Filter</a>
 */
record FilterCondition(Property property, String operator, Operand operand) implements Condition {

    /** @throws ApiException if operator and value do not go with the property */
    static FilterCondition of(Property property, Document filter) {
        String operator = filter.findString("Operator").orElse("Equals");
        boolean isExistence = operator.equals("Exists") || operator.equals("NotExists");
        if (isExistence == filter.has("Value")) {
            throw ApiException.validation(
                    isExistence
                            ? "The operator " + operator + " of the filter on " + property.name() + " takes no Value."
                            : "The filter on " + property.name() + " must have a Value for the operator " + operator
                                    + ".");
        }
        if (isExistence) {
            return new FilterCondition(property, operator, new Operand.None());
        }
        checkOperator(property, operator);
        return new FilterCondition(property, operator, Operand.of(property, operator, filter.getString("Value")));
    }

    private static void checkOperator(Property property, String operator) {
        PropertyType type = property.type();
        boolean isForText = operator.equals("In") || operator.equals("Contains");
        boolean isOrder = operator.startsWith("Greater") || operator.startsWith("Less");
        if (isForText && type != PropertyType.TEXT) {
            throw ApiException.validation("The operator " + operator + " is only supported for text properties, which "
                    + property.name() + " is not.");
        }
        boolean hasOrder =
                type == PropertyType.NUMBER || type == PropertyType.TIME || property instanceof Property.Parameter;
        if (isOrder && !hasOrder) {
            throw ApiException.validation(
                    "The operator " + operator + " is not supported for the property " + property.name() + ".");
        }
        if (type == PropertyType.COMPOUND) {
            throw ApiException.validation("The property " + property.name()
                    + " is no value; it can be filtered by Exists and NotExists only.");
        }
    }

    @Override
    public boolean isMetBy(Document recorded) {
        List<JsonNode> values = property.values(recorded);
        return switch (operator) {
            case "Exists" -> !values.isEmpty();
            case "NotExists" -> values.isEmpty();
            case "NotEquals" -> values.stream().noneMatch(operand::isEqualTo);
            case "Equals", "In" ->
                values.stream().anyMatch(operand::isEqualTo) || (values.isEmpty() && operand.isOfAbsent());
            case "Contains" -> values.stream().anyMatch(operand::isIn);
            case "GreaterThan" -> values.stream().anyMatch(value -> operand.isOrder(value, order -> order > 0));
            case "GreaterThanOrEqualTo" ->
                values.stream().anyMatch(value -> operand.isOrder(value, order -> order >= 0));
            case "LessThan" -> values.stream().anyMatch(value -> operand.isOrder(value, order -> order < 0));
            case "LessThanOrEqualTo" -> values.stream().anyMatch(value -> operand.isOrder(value, order -> order <= 0));
            default -> throw new IllegalStateException("the model has let through " + operator);
        };
    }
}
