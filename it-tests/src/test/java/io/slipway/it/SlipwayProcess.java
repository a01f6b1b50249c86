package io.slipway.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Slipway as a process of its own, which can be killed. */
final class SlipwayProcess implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("AWS_ENDPOINT_URL=(\\S+)");

    /** The loaded classes of the first process that ends unkilled; a start with them costs half. */
    private static final Path ARCHIVE = SharedSlipway.HOME.resolve("it-tests/target/slipway.jsa");

    private final Process process;
    private final URI endpoint;

    private SlipwayProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts it and waits until it says that it is ready. */
    static SlipwayProcess start(Path data, String... flags) throws IOException {
        return start(Map.of(), data, flags);
    }

    /** @param environment variables beside those of this process */
    static SlipwayProcess start(Map<String, String> environment, Path data, String... flags) throws IOException {
        Process process = launch(environment, data, flags);
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = READY.matcher(line);
            if (matcher.find()) {
                return new SlipwayProcess(process, URI.create(matcher.group(1)));
            }
        }
        throw new IOException("Slipway did not become ready");
    }

    /** Starts it and kills it so long after, ready or not. */
    static void startAndKill(Path data, Duration after) throws IOException, InterruptedException {
        Process process = launch(Map.of(), data);
        Thread.startVirtualThread(() -> process.inputReader().lines().forEach(line -> {}));
        if (process.waitFor(after.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("Slipway ended by itself with " + process.exitValue());
        }
        process.destroyForcibly().waitFor();
    }

    private static Process launch(Map<String, String> environment, Path data, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + ARCHIVE,
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off",
                "-Dslipway.home=" + SharedSlipway.HOME,
                // Who is killed leaves it there.
                "-Dorg.sqlite.tmpdir=" + data,
                "-jar",
                SharedSlipway.HOME.resolve("emulator-server/target/slipway.jar").toString(),
                "serve",
                "--port",
                "0",
                "--data",
                data.toString()));
        command.addAll(List.of(flags));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    URI endpoint() {
        return endpoint;
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
