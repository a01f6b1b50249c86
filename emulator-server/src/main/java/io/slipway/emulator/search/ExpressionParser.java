package io.slipway.emulator.search;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A search expression to what it asks of a record.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_SearchExpression.html">SearchExpression</a>
 */
final class ExpressionParser {

    private static final int MOST_PARTS = 50;

    /** Of these one expression may ask more than once what they contain. */
    private static final Set<String> OFTEN_CONTAINED = Set.of(
            "Experiment.DisplayName",
            "Experiment.ExperimentName",
            "Experiment.Tags",
            "Trial.DisplayName",
            "Trial.TrialName",
            "Trial.Tags",
            "TrialComponent.DisplayName",
            "TrialComponent.TrialComponentName",
            "TrialComponent.Tags",
            "TrialComponent.InputArtifacts",
            "TrialComponent.OutputArtifacts");

    private final String member;
    private final Function<String, Property> properties;
    private final Set<String> members = new HashSet<>();
    private int parts;
    private int contains;

    /**
     * @param member of {@code SearchRecord}
     * @param properties by name; throws for one that there is not
     */
    ExpressionParser(String member, Function<String, Property> properties) {
        this.member = member;
        this.properties = properties;
    }

    /** @throws ApiException if it asks for what cannot be */
    Condition parse(Document expression) {
        Condition condition = expression(expression);
        if (contains > 1) {
            throw ApiException.validation("'CONTAINS' operator usage limit of 1 exceeded.");
        }
        return condition;
    }

    /** The members of the top level that are asked for. */
    Set<String> members() {
        return members;
    }

    private Condition expression(Document expression) {
        List<Condition> conditions = new ArrayList<>();
        for (Document filter : expression.documents("Filters")) {
            conditions.add(filter(filter, property(filter.getString("Name"))));
        }
        for (Document nested : expression.documents("NestedFilters")) {
            conditions.add(nested(nested));
        }
        for (Document inner : expression.documents("SubExpressions")) {
            count();
            conditions.add(expression(inner));
        }
        if (conditions.isEmpty()) {
            throw ApiException.validation(
                    "A SearchExpression must have at least one subexpression, filter, or nested filter.");
        }
        return expression.findString("Operator").orElse("And").equals("Or")
                ? new Condition.Any(conditions)
                : new Condition.Every(conditions);
    }

    private Condition filter(Document filter, Property property) {
        count();
        if (filter.findString("Operator").orElse("").equals("Contains") && !isOftenContained(property)) {
            contains++;
        }
        return FilterCondition.of(property, filter);
    }

    private boolean isOftenContained(Property property) {
        String top = property.member();
        return OFTEN_CONTAINED.contains(member + "." + top) || OFTEN_CONTAINED.contains(property.name());
    }

    /** The filters' names may begin with that of the list. */
    private Condition nested(Document nested) {
        count();
        String list = nested.getString("NestedPropertyName");
        Property property = property(list);
        if (property.type() != SearchableProperties.PropertyType.COMPOUND) {
            throw ApiException.validation("The nested property " + list + " is not a list of structures.");
        }
        List<Condition> conditions = new ArrayList<>();
        for (Document filter : nested.documents("Filters")) {
            String name = filter.getString("Name");
            String relative = name.startsWith(list + ".") ? name.substring(list.length() + 1) : name;
            Property whole = property(list + "." + relative);
            conditions.add(filter(filter, new Property.Path(name, whole.type(), relative)));
        }
        return new Condition.Element(property, new Condition.Every(conditions));
    }

    private Property property(String name) {
        Property property = properties.apply(name);
        members.add(property.member());
        return property;
    }

    private void count() {
        if (++parts > MOST_PARTS) {
            throw ApiException.validation("A SearchExpression can hold at most " + MOST_PARTS
                    + " recursive SubExpressions, NestedFilters, and Filters.");
        }
    }
}
