package io.slipway.emulator.simulation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Writes a log line from which a metric's regular expression reads a given value. It walks the expression once, takes the
 * shortest way through it, and puts the value in the place of the first capturing group; what it does not understand it does
 * not answer.
 */
final class MatchingLine {

    private static final Pattern NAMED = Pattern.compile("\\?<[a-zA-Z]");

    private final String regex;
    private final String value;
    private final StringBuilder line = new StringBuilder();
    private int at;
    private boolean valueWritten;

    private MatchingLine(String regex, String value) {
        this.regex = regex;
        this.value = value;
    }

    /** Empty if no such line was found. */
    static Optional<String> of(String regex, String value) {
        try {
            MatchingLine writer = new MatchingLine(regex, value);
            writer.sequence(writer.line);
            String line = writer.line.toString();
            Matcher matcher = Pattern.compile(regex).matcher(line);
            return matcher.find() && matcher.groupCount() > 0 && value.equals(matcher.group(1))
                    ? Optional.of(line)
                    : Optional.empty();
        } catch (PatternSyntaxException | StringIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Up to the end of the group or expression; of alternatives the first. */
    private void sequence(StringBuilder out) {
        boolean first = true;
        while (at < regex.length() && regex.charAt(at) != ')') {
            if (regex.charAt(at) == '|') {
                at++;
                first = false;
                continue;
            }
            StringBuilder element = new StringBuilder();
            element(element);
            if (mayBeAbsent(element)) {
                continue;
            }
            if (first) {
                out.append(element);
            }
        }
    }

    /** Reads a quantifier; whether the element may be left out, and holds no value. */
    private boolean mayBeAbsent(StringBuilder element) {
        if (at >= regex.length()) {
            return false;
        }
        boolean optional = regex.charAt(at) == '*' || regex.charAt(at) == '?' || regex.startsWith("{0", at);
        if ("*+?".indexOf(regex.charAt(at)) >= 0) {
            at++;
        } else if (regex.charAt(at) == '{') {
            at = regex.indexOf('}', at) + 1;
        }
        if (at < regex.length() && "?+".indexOf(regex.charAt(at)) >= 0) {
            at++;
        }
        return optional && element.indexOf(value) < 0;
    }

    private void element(StringBuilder out) {
        char c = regex.charAt(at++);
        switch (c) {
            case '(' -> group(out);
            case '[' -> out.append(ofClass());
            case '\\' -> out.append(ofEscape(regex.charAt(at++)));
            case '.' -> out.append('x');
            case '^', '$' -> {}
            default -> out.append(c);
        }
    }

    private void group(StringBuilder out) {
        boolean plain = !regex.startsWith("?", at);
        boolean named = NAMED.matcher(regex).region(at, regex.length()).lookingAt();
        boolean capturing = plain || named;
        if (named) {
            at = regex.indexOf('>', at) + 1;
        } else if (regex.startsWith("?:", at)) {
            at += 2;
        } else if (!plain) {
            throw new PatternSyntaxException("not to be written a line for", regex, at);
        }
        boolean first = capturing && !valueWritten;
        valueWritten |= first;
        StringBuilder content = new StringBuilder();
        sequence(content);
        at++;
        out.append(first ? value : content);
    }

    private char ofClass() {
        int end = regex.indexOf(']', at + 1);
        String members = regex.substring(at, end);
        at = end + 1;
        if (members.startsWith("^")) {
            return members.indexOf('x') < 0 ? 'x' : '0';
        }
        return members.startsWith("\\") ? ofEscape(members.charAt(1)) : members.charAt(0);
    }

    private static char ofEscape(char c) {
        return switch (c) {
            case 'd' -> '0';
            case 's' -> ' ';
            case 'S', 'w', 'D' -> 'x';
            case 't' -> '\t';
            default -> c;
        };
    }
}
