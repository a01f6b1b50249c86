package io.slipway.emulator.metrics.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression. The operators bind as in C; a power binds closer than a sign, and to the right. */
final class Parser {

    private static final int DEEPEST = 100;
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(?<number>(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)"
                    + "|(?<name>[a-zA-Z][a-zA-Z0-9_]*)|\"(?<double>[^\"]*)\"|'(?<single>[^']*)'"
                    + "|(?<sign>==|!=|<=|>=|&&|\\|\\||[-+*/^<>()\\[\\],])|(?<end>$))");

    private final Matcher matcher;
    private MatchResult token;
    private int depth;

    private Parser(String text) {
        matcher = TOKEN.matcher(text);
        token = following();
    }

    /** @throws MathException if it is none */
    static Expression parse(String text) {
        var parser = new Parser(text);
        Expression expression = parser.binary(1);
        if (parser.token.group("end") == null) {
            throw invalid();
        }
        return expression;
    }

    private static MathException invalid() {
        return new MathException("Invalid syntax");
    }

    private MatchResult following() {
        if (!matcher.lookingAt()) {
            throw invalid();
        }
        MatchResult found = matcher.toMatchResult();
        matcher.region(matcher.end(), matcher.regionEnd());
        return found;
    }

    private void next() {
        token = following();
    }

    private boolean is(String sign) {
        return sign.equals(token.group("sign"));
    }

    private boolean accept(String sign) {
        boolean found = is(sign);
        if (found) {
            next();
        }
        return found;
    }

    private void expect(String sign) {
        if (!accept(sign)) {
            throw invalid();
        }
    }

    private Optional<Operator> operator() {
        String sign = token.group("sign");
        String name = token.group("name");
        return sign != null ? Operator.find(sign) : name != null ? Operator.find(name) : Optional.empty();
    }

    private Expression binary(int rank) {
        if (++depth > DEEPEST) {
            throw new MathException("The expression is nested too deeply.");
        }
        Expression left = signed();
        for (Optional<Operator> found = operator(); found.isPresent(); found = operator()) {
            Operator operator = found.get();
            if (operator.rank() < rank) {
                break;
            }
            next();
            boolean toTheRight = operator == Operator.POWER;
            left = new Expression.Binary(operator, left, binary(operator.rank() + (toTheRight ? 0 : 1)));
        }
        depth--;
        return left;
    }

    private Expression signed() {
        return accept("-") ? new Expression.Negation(binary(Operator.POWER.rank())) : primary();
    }

    private Expression primary() {
        String number = token.group("number");
        if (number != null) {
            next();
            return new Expression.Constant(Double.parseDouble(number));
        }
        String name = token.group("name");
        if (name != null) {
            next();
            return accept("(") ? new Expression.Call(name, members(")")) : new Expression.Name(name);
        }
        String text = token.group("double") == null ? token.group("single") : token.group("double");
        if (text != null) {
            next();
            return new Expression.Text(text);
        }
        if (accept("[")) {
            return new Expression.Listed(members("]"));
        }
        expect("(");
        Expression inner = binary(1);
        expect(")");
        return inner;
    }

    private List<Expression> members(String end) {
        List<Expression> members = new ArrayList<>();
        if (accept(end)) {
            return members;
        }
        do {
            members.add(binary(1));
        } while (accept(","));
        expect(end);
        return members;
    }
}
