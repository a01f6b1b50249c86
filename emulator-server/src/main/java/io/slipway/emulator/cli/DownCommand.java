package io.slipway.emulator.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops the server. Jobs that run are stopped with it and settled at the next start. */
@Command(name = "slipway down", mixinStandardHelpOptions = true, description = "Stops Slipway.")
final class DownCommand implements Callable<Integer> {

    private static final long PATIENCE_SECONDS = 30;

    @Option(
            names = "--port",
            description = "of the Slipway to stop (default: ${DEFAULT-VALUE})",
            defaultValue = "${env:SLIPWAY_PORT:-4566}")
    private int port;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Optional<ProcessHandle> process = new RunFile(port).process();
        if (process.isEmpty()) {
            System.out.println("Slipway is not up on port " + port + ".");
            return 0;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.get().destroyForcibly();
            process.get().onExit().join();
        }
        System.out.println("Slipway is down.");
        return 0;
    }
}
