package io.slipway.container.simulated;

import com.sun.net.httpserver.HttpHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a simulated container does: it has written its files and printed its lines at once, then takes its time, then
 * ends. One that is stopped before has done the same.
 *
 * @param lines what it prints
 * @param exitCode with which it ends
 * @param files by absolute path
 * @param duration how long it runs; {@link #UNTIL_STOPPED} for one that does not end by itself
 * @param server answers on each of the container's ports while it runs
 */
public record Play(
        List<String> lines, int exitCode, Map<String, byte[]> files, Duration duration, Optional<HttpHandler> server) {

    public static final Duration UNTIL_STOPPED = Duration.ofDays(36_500);

    public Play {
        lines = List.copyOf(lines);
        files = Map.copyOf(files);
    }

    /** Ends at once. */
    public static Play ending(int exitCode) {
        return new Play(List.of(), exitCode, Map.of(), Duration.ZERO, Optional.empty());
    }

    /** Serves until it is stopped. */
    public static Play serving(HttpHandler server) {
        return new Play(List.of(), 0, Map.of(), UNTIL_STOPPED, Optional.of(server));
    }

    public Play withLines(List<String> printed) {
        return new Play(printed, exitCode, files, duration, server);
    }

    public Play withFile(String path, byte[] content) {
        Map<String, byte[]> more = new HashMap<>(files);
        more.put(path, content);
        return new Play(lines, exitCode, more, duration, server);
    }

    public Play withFile(String path, String content) {
        return withFile(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public Play withDuration(Duration taken) {
        return new Play(lines, exitCode, files, taken, server);
    }
}
