package io.slipway.emulator.processing;

import io.slipway.container.RunningContainer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What containers leave in {@code /opt/ml/output/message}: the words of the instances one after the other. */
sealed interface ExitMessage {

    int LONGEST = 1024;

    /** @param text empty if they left none */
    record Text(Optional<String> text) implements ExitMessage {}

    record NotUtf8() implements ExitMessage {}

    static ExitMessage of(List<RunningContainer> containers) {
        StringBuilder all = new StringBuilder();
        for (RunningContainer container : containers) {
            Optional<byte[]> file = container.readFile(ContainerPaths.MESSAGE, LONGEST);
            if (file.isPresent() && !decode(file.get(), all)) {
                return new NotUtf8();
            }
        }
        if (all.isEmpty()) {
            return new Text(Optional.empty());
        }
        int end = Math.min(all.length(), LONGEST);
        boolean splits = end < all.length() && Character.isHighSurrogate(all.charAt(end - 1));
        return new Text(Optional.of(all.substring(0, splits ? end - 1 : end)));
    }

    /** Whether the bytes are text; one that was cut off at the end of what is read is left out. */
    private static boolean decode(byte[] bytes, StringBuilder target) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, bytes.length < LONGEST);
        target.append(text.flip());
        return !result.isError();
    }
}
