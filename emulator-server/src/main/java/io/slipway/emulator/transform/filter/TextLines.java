package io.slipway.emulator.transform.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lines of a text, without their ends; what follows the last end is a line unless it is empty. */
final class TextLines {
    private TextLines() {}

    static List<String> of(byte[] text) {
        List<String> lines = new ArrayList<>();
        new String(text, StandardCharsets.UTF_8).lines().forEach(lines::add);
        return lines;
    }

    static byte[] join(List<String> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
