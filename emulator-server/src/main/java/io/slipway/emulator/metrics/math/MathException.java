package io.slipway.emulator.metrics.math;

/** An expression that means nothing. */
public final class MathException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String expression;

    MathException(String message) {
        this("", message);
    }

    private MathException(String expression, String message) {
        super(message);
        this.expression = expression;
    }

    /** The same, in an expression of this {@code Id}, unless it is known to be in another one already. */
    MathException in(String id) {
        return expression.isEmpty() ? new MathException(id, String.valueOf(getMessage())) : this;
    }

    /** For the client. */
    public String text() {
        return (expression.isEmpty() ? "" : "Error in expression '" + expression + "': ") + getMessage();
    }
}
