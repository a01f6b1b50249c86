package io.slipway.emulator.cli;

import io.slipway.container.EngineException;
import io.slipway.emulator.config.ConfigurationException;
import io.slipway.emulator.http.CannotListenException;
import io.slipway.emulator.store.StoreException;
import io.slipway.s3.ObjectStoreException;
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
        Callable<Integer> command = switch (name) {
            case "serve" -> new ServeCommand();
            case "demo" -> new DemoCommand();
            case "down" -> new DownCommand();
            case "status" -> new StatusCommand();
            case "logs" -> new LogsCommand();
            case "images" -> new ImagesCommand();
            case "doctor" -> new DoctorCommand();
            default -> throw new IllegalArgumentException("no such command: " + name);
        };
        CommandLine line = new CommandLine(command);
        if (command instanceof SettingOptions.Taker taker) {
            taker.settings().addTo(line.getCommandSpec());
        }
        return line.setExecutionExceptionHandler((exception, executed, result) -> explain(exception))
                .execute(Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static int explain(Exception exception) throws Exception {
        int status = switch (exception) {
            case ConfigurationException wrong -> MISUSED;
            case EngineException failed -> FAILED;
            case CannotListenException failed -> FAILED;
            case StoreException failed -> FAILED;
            case ObjectStoreException failed -> FAILED;
            case CommandException failed -> FAILED;
            default -> throw exception;
        };
        System.err.println("slipway: " + exception.getMessage());
        return status;
    }
}
