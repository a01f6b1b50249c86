package io.slipway.emulator.job;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression from outside, searched for at a bounded cost: one that backtracks without end gives up on a line, and
 * gives up for good when it did so too often.
 */
final class GuardedPattern {

    /** Characters looked at on one line; an honest expression needs a few times the line's length. */
    private static final int STEPS_PER_LINE = 2_000_000;

    private static final int LONGEST_LINE = 1 << 16;
    private static final int GIVE_UP_AFTER = 20;

    private final Pattern pattern;
    private final String literal;
    private int overruns;

    /** @throws java.util.regex.PatternSyntaxException if it is no regular expression */
    GuardedPattern(String regex) {
        pattern = Pattern.compile(regex);
        literal = RequiredLiteral.of(regex);
    }

    boolean isGivenUp() {
        return overruns >= GIVE_UP_AFTER;
    }

    /** The first group of the first match; empty if there is none, or it has no such group. */
    Optional<String> firstGroup(String line) {
        // Most lines lack it, and the matcher would try each place of them.
        if (!line.contains(literal) || isGivenUp()) {
            return Optional.empty();
        }
        try {
            Matcher matcher = pattern.matcher(new Budget(line.substring(0, Math.min(line.length(), LONGEST_LINE))));
            return matcher.find() && matcher.groupCount() > 0
                    ? Optional.ofNullable(matcher.group(1))
                    : Optional.empty();
        } catch (OverrunException | StackOverflowError e) {
            overruns++;
            return Optional.empty();
        }
    }

    private static final class OverrunException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OverrunException() {
            super("too many steps", null, false, false);
        }
    }

    /** A text that may be looked at so many times. */
    private static final class Budget implements CharSequence {

        private final String text;
        private int left = STEPS_PER_LINE;

        Budget(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (--left < 0) {
                throw new OverrunException();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.substring(from, to);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
