package io.slipway.emulator.metrics.math;

import java.util.List;

/** The tree of an expression. */
sealed interface Expression {

    record Constant(double value) implements Expression {}

    record Text(String value) implements Expression {}

    /** The {@code Id} of another query, or a word that a function knows. */
    record Name(String value) implements Expression {}

    record Listed(List<Expression> members) implements Expression {}

    record Call(String function, List<Expression> arguments) implements Expression {}

    record Negation(Expression of) implements Expression {}

    record Binary(Operator operator, Expression left, Expression right) implements Expression {}
}
