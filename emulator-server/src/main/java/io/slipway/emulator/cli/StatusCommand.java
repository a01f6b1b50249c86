package io.slipway.emulator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.wire.Document;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says whether Slipway is up, and what runs. */
@Command(
        name = "slipway status",
        mixinStandardHelpOptions = true,
        description = "Says whether Slipway is up, and what runs in a region.")
final class StatusCommand implements Callable<Integer> {

    private static final Map<String, String> LISTS = Map.of(
            "ListHyperParameterTuningJobs", "HyperParameterTuningJob",
            "ListTrainingJobs", "TrainingJob",
            "ListTransformJobs", "TransformJob");

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Override
    public Integer call() throws InterruptedException {
        RunningSlipway slipway = client.connect();
        slipway.health()
                .node()
                .properties()
                .forEach(member -> System.out.printf("%-10s %s%n", member.getKey(), text(member.getValue())));
        for (Map.Entry<String, String> list : LISTS.entrySet()) {
            Document page =
                    slipway.call("SageMaker." + list.getKey(), Document.EMPTY.with("StatusEquals", "InProgress"));
            for (Document job : page.documents(list.getValue() + "Summaries")) {
                System.out.printf("%-24s %s%n", list.getValue(), job.getString(list.getValue() + "Name"));
            }
        }
        return 0;
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }
}
