package io.slipway.emulator.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The hash of all that goes into an image: its Dockerfile, the files that it copies, its parent. */
final class ContextHash {

    private ContextHash() {}

    static String of(Path context, String dockerfile, Map<String, byte[]> extraFiles, String parent) {
        MessageDigest digest = sha256();
        digest.update(parent.getBytes(StandardCharsets.UTF_8));
        files(context, dockerfile).forEach((name, file) -> add(digest, name, read(file)));
        new TreeMap<>(extraFiles).forEach((name, content) -> add(digest, name, content));
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    private static Map<String, Path> files(Path context, String dockerfile) {
        List<String> copied = copied(read(context.resolve(dockerfile)));
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(context)) {
            all.filter(Files::isRegularFile).forEach(file -> {
                String name = context.relativize(file).toString();
                if (name.equals(dockerfile) || belongs(name, copied)) {
                    files.put(name, file);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + context, e);
        }
        return files;
    }

    /** Files and directories that the Dockerfile takes from the context. */
    private static List<String> copied(byte[] dockerfile) {
        return new String(dockerfile, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("COPY ") && !line.startsWith("COPY --from"))
                .map(line -> Arrays.asList(line.split("\\s+")))
                .flatMap(words -> words.subList(1, words.size() - 1).stream())
                .map(name -> name.endsWith("/") ? name.substring(0, name.length() - 1) : name)
                .toList();
    }

    private static boolean belongs(String name, List<String> copied) {
        return !name.contains("__pycache__")
                && copied.stream().anyMatch(copy -> name.equals(copy) || name.startsWith(copy + "/"));
    }

    private static void add(MessageDigest digest, String name, byte[] content) {
        digest.update((name + "\0" + content.length + "\0").getBytes(StandardCharsets.UTF_8));
        digest.update(content);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
