package io.slipway.emulator.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.emulator.wire.Document;
import java.util.List;

/** What a record must be. */
sealed interface Condition permits FilterCondition, Condition.Every, Condition.Any, Condition.Element {

    boolean isMetBy(Document recorded);

    record Every(List<Condition> conditions) implements Condition {

        @Override
        public boolean isMetBy(Document recorded) {
            return conditions.stream().allMatch(condition -> condition.isMetBy(recorded));
        }
    }

    record Any(List<Condition> conditions) implements Condition {

        @Override
        public boolean isMetBy(Document recorded) {
            return conditions.stream().anyMatch(condition -> condition.isMetBy(recorded));
        }
    }

    /**
     * One element of a list alone meets all of them.
     *
     * @param list the property that is the list
     * @param conditions of an element
     */
    record Element(Property list, Every conditions) implements Condition {

        @Override
        public boolean isMetBy(Document recorded) {
            return list.values(recorded).stream()
                    .filter(ObjectNode.class::isInstance)
                    .map(element -> Document.of((ObjectNode) element))
                    .anyMatch(conditions::isMetBy);
        }
    }
}
