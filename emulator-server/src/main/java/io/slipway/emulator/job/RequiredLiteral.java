package io.slipway.emulator.job;

/** Finds a text that is part of everything a regular expression matches. */
final class RequiredLiteral {

    private RequiredLiteral() {}

    /**
     * The longest run of plain characters outside all groups; empty text where there is none, or where that is not plain to
     * see (alternatives, flags, quotations).
     */
    static String of(String regex) {
        String longest = "";
        var run = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (isBeyond(regex, i, depth)) {
                return "";
            }
            boolean plain = depth == 0 && isPlain(c);
            if (plain) {
                run.append(c);
                continue;
            }
            if (c == '\\' && i + 1 < regex.length()) {
                char next = regex.charAt(++i);
                if (!Character.isLetterOrDigit(next)) {
                    run.append(depth == 0 ? String.valueOf(next) : "");
                } else if (isClass(next)) {
                    longest = longer(longest, run);
                } else {
                    // It may be part of something longer, \\x41, whose rest is no text.
                    return "";
                }
                continue;
            }
            // A quantifier makes the character before it optional or repeated.
            if (depth == 0 && (c == '?' || c == '*' || c == '{') && !run.isEmpty()) {
                run.setLength(run.length() - 1);
            }
            longest = longer(longest, run);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '[') {
                i = endOfClass(regex, i);
            } else if (c == '{') {
                i = Math.max(i, regex.indexOf('}', i));
            }
        }
        return longer(longest, run);
    }

    /** Alternatives at the top, groups with flags or conditions, quotations. */
    private static boolean isBeyond(String regex, int at, int depth) {
        if (regex.charAt(at) == '|') {
            return depth == 0;
        }
        if (regex.startsWith("(?", at)) {
            return !regex.startsWith("(?:", at);
        }
        return regex.startsWith("\\Q", at);
    }

    private static boolean isPlain(char c) {
        return "\\[](){}.*+?^$|".indexOf(c) < 0;
    }

    private static boolean isClass(char c) {
        return "dDsSwWbB".indexOf(c) >= 0;
    }

    private static int endOfClass(String regex, int start) {
        int depth = 0;
        for (int i = start; i < regex.length(); i++) {
            switch (regex.charAt(i)) {
                case '\\' -> i++;
                case '[' -> depth++;
                case ']' -> {
                    // A bracket right after the opening one, or its ^, stands for itself.
                    boolean first = i == start + 1 || (i == start + 2 && regex.charAt(start + 1) == '^');
                    if (!first && --depth == 0) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return regex.length();
    }

    private static String longer(String longest, StringBuilder run) {
        String candidate = run.length() > longest.length() ? run.toString() : longest;
        run.setLength(0);
        return candidate;
    }
}
