package io.slipway.emulator.cli;

import io.slipway.container.EngineException;
import io.slipway.emulator.config.ConfigurationException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Finds the command that was typed and runs it; a failure that people can mend is one sentence. */
public final class Commands {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Commands() {}

    /** @return the exit status: 0 done, 1 failed, 2 misused */
    public static int run(String... arguments) {
        String name = arguments.length == 0 ? "" : arguments[0];
        Callable<Integer> command =
                switch (name) {
                    case "serve" -> new ServeCommand();
                    case "demo" -> new DemoCommand();
                    case "down" -> new DownCommand();
                    case "status" -> new StatusCommand();
                    case "logs" -> new LogsCommand();
                    case "images" -> new ImagesCommand();
                    case "doctor" -> new DoctorCommand();
                    default -> throw new IllegalArgumentException("no such command: " + name);
                };
        return new CommandLine(command)
                .setExecutionExceptionHandler((exception, line, result) -> explain(exception))
                .execute(Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static int explain(Exception exception) throws Exception {
        switch (exception) {
            case ConfigurationException wrong -> {
                System.err.println("slipway: " + wrong.getMessage());
                return MISUSED;
            }
            case EngineException engine -> {
                System.err.println("slipway: " + engine.getMessage());
                return FAILED;
            }
            case CommandException failed -> {
                System.err.println("slipway: " + failed.getMessage());
                return FAILED;
            }
            default -> throw exception;
        }
    }
}
