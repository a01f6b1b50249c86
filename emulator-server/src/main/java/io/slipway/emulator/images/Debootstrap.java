package io.slipway.emulator.images;

import io.slipway.container.ContainerEngine;
import io.slipway.container.EngineException;
import io.slipway.container.ImageRef;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Makes a minimal Debian root file system from Debian's packages; needs root. */
public final class Debootstrap {

    private static final int LAST_LINES = 10;

    /** Of a directory's name; the owner's process identifier follows. */
    private static final String PREFIX = "slipway-debian-";

    /** Imports the root file system as an image, and leaves nothing else behind. */
    void importInto(ContainerEngine engine, ImageRef name, Consumer<String> progress) throws InterruptedException {
        try {
            removeAbandoned();
            Path directory =
                    Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
            try {
                Path root = directory.resolve("root");
                run(progress, "debootstrap", "--variant=minbase", "bookworm", root.toString());
                Process tar = new ProcessBuilder(
                                "tar",
                                "-C",
                                root.toString(),
                                "--exclude=./var/cache/apt/*",
                                "--exclude=./var/lib/apt/lists/*",
                                "-c",
                                ".")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try (InputStream archive = tar.getInputStream()) {
                    engine.importRoot(name, archive);
                } finally {
                    tar.destroy();
                }
            } finally {
                remove(directory);
            }
        } catch (IOException e) {
            throw new EngineException("debootstrap could not make " + name + ": " + e.getMessage(), e);
        }
    }

    /** What a process left that was killed. */
    private static void removeAbandoned() throws IOException, InterruptedException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, PREFIX + "*-*")) {
            for (Path directory : found) {
                String owner = directory
                        .getFileName()
                        .toString()
                        .substring(PREFIX.length())
                        .split("-", 2)[0];
                if (owner.matches("\\d+")
                        && ProcessHandle.of(Long.parseLong(owner)).isEmpty()) {
                    remove(directory);
                }
            }
        }
    }

    private static void remove(Path directory) throws IOException, InterruptedException {
        run(line -> {}, "rm", "-rf", "--one-file-system", directory.toString());
    }

    private static void run(Consumer<String> progress, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Deque<String> last = new ArrayDeque<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                progress.accept(line);
                last.addLast(line);
                if (last.size() > LAST_LINES) {
                    last.removeFirst();
                }
            }
            if (process.waitFor() != 0) {
                throw new IOException(String.join("\n", last));
            }
        } finally {
            process.destroy();
        }
    }
}
