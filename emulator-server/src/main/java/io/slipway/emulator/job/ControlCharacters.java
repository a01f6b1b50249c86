package io.slipway.emulator.job;

/** Control characters as the service writes them in logs: {@code #011} for a tab, three octal digits. */
public final class ControlCharacters {

    private static final int DELETE = 0x7f;

    private ControlCharacters() {}

    public static String escape(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (isControl(line.charAt(i))) {
                return escapeFrom(line, i);
            }
        }
        return line;
    }

    private static String escapeFrom(String line, int first) {
        var escaped = new StringBuilder(line.length() + 16).append(line, 0, first);
        for (int i = first; i < line.length(); i++) {
            char c = line.charAt(i);
            if (isControl(c)) {
                escaped.append('#')
                        .append((char) ('0' + (c >> 6)))
                        .append((char) ('0' + (c >> 3 & 7)))
                        .append((char) ('0' + (c & 7)));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static boolean isControl(char c) {
        return c < ' ' || c == DELETE;
    }
}
