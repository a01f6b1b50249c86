package io.slipway.optimizer.bench;

import io.slipway.optimizer.Configuration;
import io.slipway.optimizer.Designer;
import io.slipway.optimizer.Goal;
import io.slipway.optimizer.Parameter;
import io.slipway.optimizer.Scaling;
import io.slipway.optimizer.SearchSpace;
import io.slipway.optimizer.Study;
import io.slipway.optimizer.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One study as the protocol of {@link JsonLines} builds it up. */
final class Run {

    private final Designer designer;
    private final SearchSpace space;
    private final long seed;
    private final List<Study.Parent> parents;
    private final List<Trial> trials = new ArrayList<>();

    /** @param init the message that begins a run */
    Run(Designer designer, Map<?, ?> init) {
        this.designer = designer;
        this.space = new SearchSpace(list(init, "params").stream()
                .map(parameter -> parameter((Map<?, ?>) parameter))
                .toList());
        this.seed = (long) number(init, "seed");
        this.parents = init.containsKey("parents")
                ? list(init, "parents").stream()
                        .map(parent -> parent((Map<?, ?>) parent))
                        .toList()
                : List.of();
    }

    /** The values of the next trial, whose number is that of the trials before it. */
    Map<String, Object> ask() {
        var study = new Study(space, Goal.MINIMIZE, trials, seed, parents);
        Configuration next = designer.suggest(study, 1).getFirst();
        trials.add(new Trial.Pending(next));
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : space.parameters()) {
            values.put(parameter.name(), get(next.values(), parameter.name()));
        }
        return values;
    }

    int trials() {
        return trials.size();
    }

    void tell(Map<?, ?> message) {
        int id = (int) number(message, "id");
        Configuration configuration = trials.get(id).configuration();
        trials.set(
                id,
                message.containsKey("value")
                        ? new Trial.Completed(configuration, number(message, "value"))
                        : new Trial.Failed(configuration));
    }

    private Study.Parent parent(Map<?, ?> message) {
        List<?> points = list(message, "points");
        List<?> values = list(message, "values");
        List<Trial.Completed> completed = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            completed.add(new Trial.Completed(
                    configuration((Map<?, ?>) points.get(i)), ((Number) values.get(i)).doubleValue()));
        }
        boolean sameFunction = Boolean.TRUE.equals(message.get("same"));
        return new Study.Parent(Goal.MINIMIZE, completed, sameFunction);
    }

    private Configuration configuration(Map<?, ?> values) {
        Map<String, Object> typed = new LinkedHashMap<>();
        for (Parameter parameter : space.parameters()) {
            Object value = get(values, parameter.name());
            typed.put(
                    parameter.name(),
                    switch (parameter) {
                        case Parameter.Continuous real -> ((Number) value).doubleValue();
                        case Parameter.Discrete whole -> ((Number) value).longValue();
                        case Parameter.Categorical category -> value;
                    });
        }
        return new Configuration(typed);
    }

    private static Parameter parameter(Map<?, ?> message) {
        String name = (String) get(message, "name");
        return switch ((String) get(message, "type")) {
            case "float" ->
                new Parameter.Continuous(name, number(message, "low"), number(message, "high"), scaling(message));
            case "int" ->
                new Parameter.Discrete(
                        name, (long) number(message, "low"), (long) number(message, "high"), scaling(message));
            case "cat" ->
                new Parameter.Categorical(
                        name,
                        list(message, "choices").stream()
                                .map(String.class::cast)
                                .toList());
            case String other -> throw new IllegalArgumentException("no parameter type " + other);
        };
    }

    private static Scaling scaling(Map<?, ?> message) {
        return switch ((String) get(message, "scale")) {
            case "linear" -> Scaling.LINEAR;
            case "log" -> Scaling.LOGARITHMIC;
            case "reverselog" -> Scaling.REVERSE_LOGARITHMIC;
            case String other -> throw new IllegalArgumentException("no scale " + other);
        };
    }

    private static double number(Map<?, ?> message, String key) {
        return ((Number) get(message, key)).doubleValue();
    }

    private static List<?> list(Map<?, ?> message, String key) {
        return (List<?>) get(message, key);
    }

    private static Object get(Map<?, ?> message, String key) {
        Object value = message.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key + " in " + message);
        }
        return value;
    }
}
