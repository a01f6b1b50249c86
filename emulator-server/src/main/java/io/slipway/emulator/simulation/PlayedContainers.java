package io.slipway.emulator.simulation;

import io.slipway.container.ContainerSpec;
import io.slipway.container.InitialFile;
import io.slipway.container.simulated.Play;
import io.slipway.container.simulated.Script;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Plays the containers of jobs. A training job prints every metric that it is asked for, three times, with values that get
 * better and depend smoothly on the hyperparameters, and leaves a model; a container that serves answers a number for every
 * line. The environment may say {@code SLIPWAY_SIMULATED_MILLISECONDS} (of a job, or of every answer),
 * {@code SLIPWAY_SIMULATED_EXIT_CODE}, {@code SLIPWAY_SIMULATED_STATUS} (of every answer) and
 * {@code SLIPWAY_SIMULATED_EXECUTION_PARAMETERS} (how a container that serves wants to be fed, as JSON).
 */
public final class PlayedContainers implements Script {

    private static final String CONFIG = "/opt/ml/input/config/";
    private static final String EXIT_CODE = "SLIPWAY_SIMULATED_EXIT_CODE";
    private static final int EPOCHS = 3;
    private static final int OK = 200;

    @Override
    public Play play(ContainerSpec spec) {
        if (spec.command().map(List.of("serve")::equals).orElse(false)) {
            return serving(spec);
        }
        Map<String, String> hyperparameters = Document.parse(
                        "{\"all\":" + file(spec, "hyperparameters.json", "{}") + "}")
                .stringMap("all");
        return Play.ending(number(spec, EXIT_CODE, 0))
                .withLines(lines(spec, PlayedObjective.of(hyperparameters)))
                .withFile("/opt/ml/model/hyperparameters.json", hyperparameters.toString())
                .withDuration(duration(spec));
    }

    private static Play serving(ContainerSpec spec) {
        int exitCode = number(spec, EXIT_CODE, 0);
        return exitCode == 0
                ? Play.serving(new PlayedModel(
                        duration(spec),
                        number(spec, "SLIPWAY_SIMULATED_STATUS", OK),
                        spec.environment().getOrDefault("SLIPWAY_SIMULATED_EXECUTION_PARAMETERS", "")))
                : Play.ending(exitCode);
    }

    private static Duration duration(ContainerSpec spec) {
        return Duration.ofMillis(number(spec, "SLIPWAY_SIMULATED_MILLISECONDS", 0));
    }

    private static List<String> lines(ContainerSpec spec, double objective) {
        List<Document> metrics = Document.parse("{\"all\":" + file(spec, "metric-definition-regex.json", "[]") + "}")
                .documents("all");
        List<String> lines = new ArrayList<>();
        for (int epoch = EPOCHS; epoch >= 1; epoch--) {
            String value = String.format(Locale.ROOT, "%.6f", objective + (epoch - 1) * 0.1);
            for (Document metric : metrics) {
                MatchingLine.of(metric.getString("Regex"), value).ifPresent(lines::add);
            }
        }
        return lines;
    }

    private static String file(ContainerSpec spec, String name, String otherwise) {
        for (InitialFile file : spec.files()) {
            if (file instanceof InitialFile.RegularFile regular
                    && regular.path().equals(CONFIG + name)) {
                return regular.content();
            }
        }
        return otherwise;
    }

    private static int number(ContainerSpec spec, String variable, int otherwise) {
        String text = spec.environment().getOrDefault(variable, "");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
    }
}
