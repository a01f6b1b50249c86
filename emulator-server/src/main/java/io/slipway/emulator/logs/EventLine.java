package io.slipway.emulator.logs;

import java.nio.charset.StandardCharsets;

/** An event as a line of a file: the time, a blank, the message with its line ends and backslashes escaped. */
final class EventLine {

    private EventLine() {}

    static byte[] encode(long timeMillis, String message) {
        String escaped = message.indexOf('\\') < 0 && message.indexOf('\n') < 0 && message.indexOf('\r') < 0
                ? message
                : message.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (timeMillis + " " + escaped + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @param line without its line end */
    static LogEvent decode(long start, byte[] line, int length) {
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        int blank = text.indexOf(' ');
        return new LogEvent(
                start, start + length + 1, Long.parseLong(text.substring(0, blank)), unescape(text, blank + 1));
    }

    private static String unescape(String text, int from) {
        if (text.indexOf('\\', from) < 0) {
            return text.substring(from);
        }
        StringBuilder message = new StringBuilder(text.length());
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                message.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            message.append(escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped);
        }
        return message.toString();
    }
}
