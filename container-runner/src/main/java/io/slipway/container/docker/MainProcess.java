package io.slipway.container.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The main process of a container whose engine runs on this machine. Docker passes a signal on by a program that it starts for it,
 * which takes tens of milliseconds; the kernel does it at once.
 */
final class MainProcess {

    private static final Path PROCESSES = Path.of("/proc");

    private MainProcess() {}

    /**
     * Asks it to end (SIGTERM).
     *
     * @param pid the engine's word for it; not believed, since a number may have passed to another process, or be that of
     *     another machine
     * @return false, and nothing done, if it is not known to run in that container here, or is not ours to signal
     */
    static boolean terminate(String container, long pid) {
        // The handle remembers when the process began, and signals no other one of that number.
        return pid > 0
                && ProcessHandle.of(pid)
                        .filter(process -> runsIn(container, process.pid()))
                        .map(ProcessHandle::destroy)
                        .orElse(false);
    }

    private static boolean runsIn(String container, long pid) {
        Path process = PROCESSES.resolve(Long.toString(pid));
        return read(process.resolve("cgroup"))
                        .filter(groups -> groups.contains(container))
                        .isPresent()
                && read(process.resolve("status")).filter(MainProcess::isDead).isEmpty();
    }

    /** One that nobody has asked for its exit code yet takes signals, too. */
    private static boolean isDead(String status) {
        return status.contains("\nState:\tZ") || status.contains("\nState:\tX");
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
