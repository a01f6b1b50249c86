package io.slipway.emulator.metrics.math;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What stands between two values, in the order of what binds least. */
enum Operator {
    OR(1, "||"),
    AND(2, "&&"),
    EQUAL(3, "=="),
    NOT_EQUAL(3, "!="),
    AT_MOST(4, "<="),
    AT_LEAST(4, ">="),
    LESS(4, "<"),
    GREATER(4, ">"),
    PLUS(5, "+"),
    MINUS(5, "-"),
    TIMES(6, "*"),
    DIVIDED(6, "/"),
    POWER(7, "^");

    private final int rank;
    private final String sign;

    Operator(int rank, String sign) {
        this.rank = rank;
        this.sign = sign;
    }

    private double of(double a, double b) {
        return switch (this) {
            case OR -> truth(a != 0 || b != 0);
            case AND -> truth(a != 0 && b != 0);
            case EQUAL -> truth(a == b);
            case NOT_EQUAL -> truth(a != b);
            case AT_MOST -> truth(a <= b);
            case AT_LEAST -> truth(a >= b);
            case LESS -> truth(a < b);
            case GREATER -> truth(a > b);
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case DIVIDED -> a / b;
            case POWER -> Math.pow(a, b);
        };
    }

    private static double truth(boolean isTrue) {
        return isTrue ? 1 : 0;
    }

    /** The higher, the closer it binds. */
    int rank() {
        return rank;
    }

    static Optional<Operator> find(String token) {
        return switch (token) {
            case "OR" -> Optional.of(OR);
            case "AND" -> Optional.of(AND);
            default ->
                Arrays.stream(values())
                        .filter(operator -> operator.sign.equals(token))
                        .findFirst();
        };
    }

    /** An array is taken member by member; of two series, what one lacks counts as nothing. */
    Value apply(Value left, Value right) {
        if (left instanceof Value.Several many) {
            if (right instanceof Value.Several others) {
                return pairs(many, others);
            }
            return many.map(member -> of(member, right));
        }
        if (right instanceof Value.Several many) {
            return many.map(member -> of(left, member));
        }
        if (left instanceof Value.Scalar one && right instanceof Value.Scalar other) {
            return new Value.Scalar(of(one.number(), other.number()));
        }
        return of(left, right);
    }

    private Value pairs(Value.Several left, Value.Several right) {
        int count = left.members().size();
        if (count != right.members().size()) {
            throw new MathException("Arrays of different sizes, " + count + " and "
                    + right.members().size() + ", cannot be combined with " + sign + ".");
        }
        var members = new Series[count];
        for (int i = 0; i < count; i++) {
            members[i] = of(left.members().get(i), right.members().get(i));
        }
        return new Value.Several(List.of(members));
    }

    /** At least one of both is a series, none an array. */
    private Series of(Value left, Value right) {
        if (left instanceof Series one && right instanceof Series other) {
            SortedSet<Long> times = new TreeSet<>(one.points().keySet());
            times.addAll(other.points().keySet());
            long period = Math.min(one.period(), other.period());
            return new Series(one.label(), period, one.points())
                    .at(times, time -> of(one.orZero(time), other.orZero(time)));
        }
        if (left instanceof Series one && right instanceof Value.Scalar other) {
            return one.map(value -> of(value, other.number()));
        }
        if (left instanceof Value.Scalar one && right instanceof Series other) {
            return other.map(value -> of(one.number(), value));
        }
        throw new IllegalArgumentException(left.kind() + " and " + right.kind());
    }
}
