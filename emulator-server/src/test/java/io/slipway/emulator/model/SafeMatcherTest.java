package io.slipway.emulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SafeMatcherTest {

    @Test
    void matchesTheWholeText() {
        assertThat(SafeMatcher.matches(Pattern.compile("a+"), "aaa")).isTrue();
        assertThat(SafeMatcher.matches(Pattern.compile("a+"), "aaab")).isFalse();
    }

    @Test
    void endlessBacktrackingEnds() {
        assertThat(SafeMatcher.matches(Pattern.compile("(a+)+"), "a".repeat(60) + "b"))
                .isFalse();
    }

    @Test
    void deepRecursionEnds() {
        assertThat(SafeMatcher.matches(Pattern.compile("(a|b)*"), "ab".repeat(1_000_000) + "c"))
                .isFalse();
    }

    @Test
    void longHonestTextMatches() {
        assertThat(SafeMatcher.matches(Pattern.compile("[\\S\\s]*"), "a\n".repeat(500_000)))
                .isTrue();
    }
}
