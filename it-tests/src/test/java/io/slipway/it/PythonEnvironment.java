package io.slipway.it;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;

/** A virtual environment with Python clients, made once and kept in the user's cache. */
enum PythonEnvironment {
    /** boto3 and the SageMaker Python SDK 2.x. */
    CURRENT("requirements.txt", false),
    /** The SageMaker Python SDK 1.72. */
    SDK1("requirements-sdk1.txt", false),
    /** The SageMaker Python SDK 3.x: its list is complete, because most of what it depends on is huge and not imported here. */
    SDK3("requirements-sdk3.txt", true);

    static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();

    /** A file's lock keeps other processes out, but another thread of this one it refuses. */
    private static final ReentrantLock MAKING = new ReentrantLock();

    private final Path requirements;
    private final boolean complete;

    /** @param complete whether nothing beyond the list is to be installed */
    PythonEnvironment(String requirements, boolean complete) {
        this.requirements = Path.of("src/test/python", requirements).toAbsolutePath();
        this.complete = complete;
    }

    /**
     * What runs one of the scripts. What is imported is compiled once and kept beside the environment: all that is installed would be
     * several times as much.
     */
    List<String> command(String... script) throws IOException, InterruptedException {
        Path environment = directory();
        List<String> command = new ArrayList<>(List.of(
                environment.resolve("bin/python").toString(),
                "-X",
                "pycache_prefix=" + environment.resolve("pycache")));
        command.addAll(List.of(script));
        return command;
    }

    private Path directory() throws IOException, InterruptedException {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        Path environment = Path.of(cache, "slipway", "venv-" + hash(requirements));
        Files.createDirectories(environment.getParent());
        MAKING.lock();
        try (FileChannel lock = FileChannel.open(
                        Path.of(environment + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            Path made = environment.resolve("complete");
            if (held.isValid() && !Files.exists(made)) {
                run(List.of("python3", "-m", "venv", "--clear", environment.toString()));
                List<String> install = new ArrayList<>(
                        List.of(environment.resolve("bin/pip").toString(), "install", "--quiet", "--no-compile"));
                if (complete) {
                    install.add("--no-deps");
                }
                install.addAll(List.of("-r", requirements.toString()));
                run(install);
                Files.createFile(made);
            }
        } finally {
            MAKING.unlock();
        }
        return environment;
    }

    /** What a user would export, and nothing that would lead a client elsewhere. */
    static Map<String, String> clientVariables(String endpoint) {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint,
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_DEFAULT_REGION", "us-west-2");
    }

    private static String hash(Path requirements) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(Files.readAllBytes(requirements));
        return String.format(Locale.ROOT, "%08x", checksum.getValue());
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
    }
}
