package io.slipway.optimizer;

/** The one form in which a parameter's broken rule is told. */
final class Rules {

    private Rules() {}

    static void requireName(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a parameter needs a name");
        }
    }

    static void require(boolean kept, String parameter, String rule) {
        if (!kept) {
            throw broken(parameter, rule);
        }
    }

    static IllegalArgumentException broken(String parameter, String rule) {
        return new IllegalArgumentException("parameter '" + parameter + "': " + rule);
    }

    static String range(Object low, Object high) {
        return "[" + low + ", " + high + "]";
    }
}
