package io.slipway.emulator.model;

import java.util.regex.Pattern;

/**
 * Matches whole texts against the models' patterns, none of which was written with hostile input in mind: the work of one
 * match is bounded, and a text that would need more does not match.
 */
final class SafeMatcher {

    /** Characters that a match may look at, and how often each on top; honest matches look at each a few times. */
    private static final int BUDGET = 1_000_000;

    private static final int LOOKS = 20;

    private SafeMatcher() {}

    static boolean matches(Pattern pattern, String text) {
        try {
            return pattern.matcher(
                            new BudgetedText(text, new Budget(BUDGET + (long) LOOKS * text.length()), 0, text.length()))
                    .matches();
        } catch (BudgetSpentException | StackOverflowError e) {
            return false;
        }
    }

    private static final class BudgetSpentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BudgetSpentException() {
            super(null, null, false, false);
        }
    }

    private static final class Budget {

        private long left;

        Budget(long left) {
            this.left = left;
        }

        void spend() {
            if (--left < 0) {
                throw new BudgetSpentException();
            }
        }
    }

    private record BudgetedText(String text, Budget budget, int start, int end) implements CharSequence {

        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            budget.spend();
            return text.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new BudgetedText(text, budget, start + from, start + to);
        }

        @Override
        public String toString() {
            return text.substring(start, end);
        }
    }
}
