package io.slipway.emulator.transform.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a text, without their ends; what follows the last end is a line unless it is empty. As where objects are split,
 * a carriage return within a line is data.
 */
final class TextLines {
    private TextLines() {}

    static List<String> of(byte[] text) {
        List<String> lines = new ArrayList<>();
        String all = new String(text, StandardCharsets.UTF_8);
        int start = 0;
        while (start < all.length()) {
            int feed = all.indexOf('\n', start);
            int end = feed < 0 ? all.length() : feed;
            lines.add(all.substring(start, end > start && all.charAt(end - 1) == '\r' ? end - 1 : end));
            start = end + 1;
        }
        return lines;
    }

    static byte[] join(List<String> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
