package io.slipway.it;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Docker daemon of the test's own beside the machine's, which it may stop and start as it likes. Needs root on Linux. */
final class OwnDockerDaemon implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path directory;
    private final String bridge = "slip" + UUID.randomUUID().toString().substring(0, 8);
    private Process process;

    private OwnDockerDaemon() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("slipway-docker");
        run("ip", "link", "add", bridge, "type", "bridge");
        run("ip", "address", "add", "10.231.77.1/24", "dev", bridge);
        run("ip", "link", "set", bridge, "up");
        process = launch();
    }

    /** Where one could be started at all. */
    static boolean possible() {
        return "root".equals(System.getProperty("user.name"))
                && Stream.of("dockerd", "docker", "ip").allMatch(OwnDockerDaemon::isInstalled);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static OwnDockerDaemon start() throws IOException, InterruptedException {
        var daemon = new OwnDockerDaemon();
        daemon.awaitReady();
        return daemon;
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        "dockerd",
                        "--host=" + host(),
                        "--data-root=" + directory.resolve("data"),
                        "--exec-root=" + directory.resolve("exec"),
                        "--pidfile=" + directory.resolve("pid"),
                        "--bridge=" + bridge,
                        "--iptables=false",
                        "--ip6tables=false",
                        "--ip-masq=false",
                        "--shutdown-timeout=2")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    private void awaitReady() throws IOException {
        try {
            Await.value(PATIENCE, this::answers, Boolean::booleanValue);
        } catch (AssertionError e) {
            throw new IOException(Files.readString(log(), StandardCharsets.UTF_8), e);
        }
    }

    private boolean answers() {
        try {
            return new ProcessBuilder("docker", "--host", host(), "version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String host() {
        return "unix://" + directory.resolve("docker.sock");
    }

    private Path log() {
        return directory.resolve("dockerd.log");
    }

    DockerCommand command() {
        return new DockerCommand(host());
    }

    /** Brings an image of the machine's daemon here. */
    void copyImage(String image) throws IOException, InterruptedException {
        run("sh", "-c", "docker save " + image + " | docker --host " + host() + " load");
    }

    /** Ends it with all its containers. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    void startAgain() throws IOException {
        process = launch();
        awaitReady();
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
            run("ip", "link", "delete", bridge);
            run("rm", "-rf", directory.toString());
        } catch (InterruptedException e) {
            throw new InterruptedIOException(String.valueOf(e.getMessage()));
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(List.of(command) + " failed: " + output);
        }
    }
}
