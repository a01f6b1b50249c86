package io.slipway.emulator.cli;

import io.slipway.emulator.Emulator;
import io.slipway.emulator.EmulatorConfig;
import io.slipway.emulator.config.Setting;
import io.slipway.emulator.config.Settings;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/** Serves until it is told to stop. Standard output carries what people should read, and ends when it is ready. */
@Command(
        name = "slipway up",
        mixinStandardHelpOptions = true,
        description = "Starts Slipway in the background and waits until it is ready.",
        footer = {
            "",
            "Each flag is also an environment variable (--max-parallel-jobs: SLIPWAY_MAX_PARALLEL_JOBS) and a key of",
            "slipway.yaml in the working directory (max-parallel-jobs: 4)."
        })
final class ServeCommand implements Callable<Integer>, SettingOptions.Taker {

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final SettingOptions options = new SettingOptions();

    @Override
    public SettingOptions settings() {
        return options;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<Setting, String> settings = options.gather();
        EmulatorConfig config = options.config(settings);
        LOG.info("Starting with {}", Settings.describe(settings));
        Emulator emulator = Emulator.start(config);
        RunFile runFile = new RunFile(emulator.port());
        runFile.write();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            emulator.close();
            runFile.delete();
            stopped.countDown();
        }));
        System.out.println("Slipway is ready. Point clients at it with:");
        System.out.println("  export AWS_ENDPOINT_URL=http://127.0.0.1:" + emulator.port());
        System.out.println("(any AWS keys and region will do; its health is at http://127.0.0.1:" + emulator.port()
                + "/_slipway/health, ./slipway down stops it)");
        System.out.close();
        stopped.await();
        return 0;
    }
}
