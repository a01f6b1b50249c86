package io.slipway.emulator.cli;

import io.slipway.container.ContainerExit;
import io.slipway.container.ContainerSpec;
import io.slipway.container.ImageRef;
import io.slipway.container.Mount;
import io.slipway.container.NetworkMode;
import io.slipway.container.ResourceLimits;
import io.slipway.container.RunningContainer;
import io.slipway.emulator.Emulator;
import io.slipway.emulator.EmulatorConfig;
import io.slipway.emulator.config.Setting;
import io.slipway.emulator.images.ImageRecipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The main job: starts Slipway, runs {@code examples/tune_and_transform.py} in a client container against it, stops it. */
@Command(
        name = "slipway demo",
        mixinStandardHelpOptions = true,
        description = "Tunes XGBoost on real data, takes the best model and predicts with it; all set-up included.")
final class DemoCommand implements Callable<Integer>, SettingOptions.Taker {

    private static final Duration LIMIT = Duration.ofHours(1);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final List<String> IMAGES = List.of("base", "xgboost", "client");
    private static final String EXAMPLES = "/opt/slipway/examples";

    private final SettingOptions options = new SettingOptions();

    @Parameters(
            paramLabel = "ARGUMENT",
            description = "for examples/tune_and_transform.py, after --; for example: -- --max-jobs 30")
    private List<String> arguments = List.of();

    @Override
    public SettingOptions settings() {
        return options;
    }

    @Override
    public Integer call() throws InterruptedException {
        Map<Setting, String> settings = new HashMap<>(options.gather());
        settings.put(Setting.PORT, "0");
        EmulatorConfig config = options.config(settings);
        try (Emulator emulator = Emulator.start(config)) {
            Thread closeWhenKilled = new Thread(emulator::close);
            Runtime.getRuntime().addShutdownHook(closeWhenKilled);
            for (String name : IMAGES) {
                build(emulator, name);
            }
            int status = runClient(emulator);
            Runtime.getRuntime().removeShutdownHook(closeWhenKilled);
            return status;
        }
    }

    private static void build(Emulator emulator, String name) throws InterruptedException {
        emulator.recipes().ensure(recipe(emulator, name), DemoCommand::printStep);
    }

    private static ImageRecipe recipe(Emulator emulator, String name) {
        return emulator.catalog().find(name).orElseThrow();
    }

    /** Of a build's many lines, those that tell how far it is. */
    private static void printStep(String line) {
        if (line.startsWith("Step ")
                || line.startsWith("Buil")
                || line.startsWith("Pulling")
                || line.startsWith("No ")) {
            System.out.println(line.length() > 100 ? line.substring(0, 99) + "…" : line);
        }
    }

    private int runClient(Emulator emulator) throws InterruptedException {
        ImageRef image = emulator.recipes().nameOf(recipe(emulator, "client"));
        try (RunningContainer client = emulator.engine().start(clientContainer(emulator, image))) {
            client.follow(line -> System.out.println(line.text()));
            ContainerExit exit = client.await(LIMIT, GRACE);
            return exit instanceof ContainerExit.Exited exited ? exited.code() : 1;
        }
    }

    private ContainerSpec clientContainer(Emulator emulator, ImageRef image) {
        List<String> command = new ArrayList<>(List.of("python3", "-u", EXAMPLES + "/tune_and_transform.py"));
        command.addAll(arguments);
        return new ContainerSpec(
                "slipway-demo-" + ProcessHandle.current().pid(),
                image,
                Optional.of(List.of()),
                Optional.of(command),
                clientEnvironment(emulator),
                emulator.labels(),
                "client",
                List.of(),
                List.of(new Mount(SettingOptions.home().resolve("examples"), EXAMPLES, Mount.Mode.READ_ONLY)),
                ResourceLimits.NONE,
                new NetworkMode.Standard(),
                List.of());
    }

    /** What a user would export. */
    private static Map<String, String> clientEnvironment(Emulator emulator) {
        return Map.of(
                "AWS_ENDPOINT_URL", emulator.endpointForContainers(),
                "AWS_ACCESS_KEY_ID", "slipway",
                "AWS_SECRET_ACCESS_KEY", "slipway",
                "AWS_DEFAULT_REGION", "us-west-2");
    }
}
