package io.slipway.container.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(lines::add);

    @Test
    void lineMayComeInManyParts() {
        feed("he");
        feed("ll");
        feed("o\nwor");
        assertThat(lines).containsExactly("hello");

        feed("ld\n");
        assertThat(lines).containsExactly("hello", "world");
    }

    @Test
    void emptyLinesAreLines() {
        feed("\n\na\n");

        assertThat(lines).containsExactly("", "", "a");
    }

    @Test
    void endNeedsNoNewline() {
        feed("a\nb");
        splitter.finish();
        splitter.finish();

        assertThat(lines).containsExactly("a", "b");
    }

    @Test
    void characterMayComeInParts() {
        byte[] euro = "€\n".getBytes(UTF_8);
        for (byte part : euro) {
            splitter.feed(new byte[] {part});
        }

        assertThat(lines).containsExactly("€");
    }

    @Test
    void tooLongLineIsNotCutWithinACharacter() {
        for (String character : List.of("x", "ü", "€", "𝄞")) {
            lines.clear();
            String line = "y" + character.repeat(LineSplitter.LONGEST);

            feed(line + "\n");

            assertThat(lines)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(piece ->
                            assertThat(piece.getBytes(UTF_8).length).isLessThanOrEqualTo(LineSplitter.LONGEST));
            assertThat(String.join("", lines)).isEqualTo(line);
        }
    }

    @Test
    void lineOfExactlyTheLongestLengthIsOne() {
        feed("x".repeat(LineSplitter.LONGEST) + "\nnext\n");

        assertThat(lines).extracting(String::length).containsExactly(LineSplitter.LONGEST, 4);
    }

    @Test
    void bytesThatAreNoCharactersAreCutAnywhere() {
        byte[] continuations = new byte[LineSplitter.LONGEST + 10];
        Arrays.fill(continuations, (byte) 0x80);

        splitter.feed(continuations);
        splitter.finish();

        assertThat(String.join("", lines)).isEqualTo("\uFFFD".repeat(continuations.length));
    }

    private void feed(String text) {
        splitter.feed(text.getBytes(UTF_8));
    }
}
