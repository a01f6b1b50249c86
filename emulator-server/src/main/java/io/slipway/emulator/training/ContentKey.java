package io.slipway.emulator.training;

import io.slipway.s3.transfer.ObjectSelection;
import io.slipway.s3.transfer.SelectedObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** A text for what channels hold: the same only if every file and its bytes are. */
final class ContentKey {

    private ContentKey() {}

    /** @param channels by name, in the order of the request */
    static String of(Map<String, ObjectSelection> channels) {
        MessageDigest digest = sha256();
        channels.forEach((name, selection) -> {
            add(digest, name, selection.prefix().toString());
            for (SelectedObject selected : selection) {
                add(
                        digest,
                        selected.name(),
                        selected.object().uri().toString(),
                        selected.object().etag(),
                        Long.toString(selected.object().size()));
            }
            digest.update((byte) '/');
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Each with its length before it, so that no two lists run into the same bytes. */
    private static void add(MessageDigest digest, String... texts) {
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
