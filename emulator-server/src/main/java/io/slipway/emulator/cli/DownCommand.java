package io.slipway.emulator.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops the server. Jobs that run are stopped with it and settled at the next start. */
@Command(name = "slipway down", mixinStandardHelpOptions = true, description = "Stops Slipway.")
final class DownCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    @Option(
            names = "--port",
            description = "of the Slipway to stop (default: ${DEFAULT-VALUE})",
            defaultValue = "${env:SLIPWAY_PORT:-4566}")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        RunFile runFile = new RunFile(port);
        Optional<ProcessHandle> process = runFile.process();
        if (process.isEmpty()) {
            System.out.println("Slipway is not up on port " + port + ".");
            return 0;
        }
        process.get().destroy();
        if (!stops(process.get(), runFile)) {
            process.get().destroyForcibly();
            process.get().onExit().join();
        }
        System.out.println("Slipway is down.");
        return 0;
    }

    /** The server deletes its file when it has closed; its JVM may go on for a while, writing what makes the next start fast. */
    private static boolean stops(ProcessHandle process, RunFile runFile) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (process.isAlive() && runFile.process().isPresent()) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }
}
