package io.slipway.emulator.cli;

import io.slipway.emulator.wire.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a job printed, through the API of CloudWatch Logs. */
@Command(name = "slipway logs", mixinStandardHelpOptions = true, description = "Prints what a job printed.")
final class LogsCommand implements Callable<Integer> {

    private static final String ALL_KINDS = "/aws/sagemaker/";
    private static final long PAUSE_MILLISECONDS = 500;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "JOB", description = "name of a training, transform or processing job")
    private String job = "";

    @Option(
            names = {"-f", "--follow"},
            description = "go on until interrupted")
    private boolean follow;

    private final Map<String, String> tokens = new HashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        RunningSlipway slipway = client.connect();
        boolean found = false;
        do {
            for (Document group : groups(slipway)) {
                found |= printStreams(slipway, group.getString("logGroupName"));
            }
            if (!found && !follow) {
                throw new CommandException("no job of the name " + job + " has printed anything in this region");
            }
            if (follow) {
                Thread.sleep(PAUSE_MILLISECONDS);
            }
        } while (follow);
        return 0;
    }

    private static List<Document> groups(RunningSlipway slipway) throws InterruptedException {
        return slipway.call("Logs_20140328.DescribeLogGroups", Document.EMPTY.with("logGroupNamePrefix", ALL_KINDS))
                .documents("logGroups");
    }

    private boolean printStreams(RunningSlipway slipway, String group) throws InterruptedException {
        List<Document> streams = slipway.call(
                        "Logs_20140328.DescribeLogStreams",
                        Document.EMPTY.with("logGroupName", group).with("logStreamNamePrefix", job + "/"))
                .documents("logStreams");
        for (Document stream : streams) {
            printEvents(slipway, group, stream.getString("logStreamName"), streams.size() > 1);
        }
        return !streams.isEmpty();
    }

    private void printEvents(RunningSlipway slipway, String group, String stream, boolean named)
            throws InterruptedException {
        Document request = Document.EMPTY
                .with("logGroupName", group)
                .with("logStreamName", stream)
                .with("startFromHead", true);
        String token = tokens.getOrDefault(stream, "");
        while (true) {
            Document page = slipway.call(
                    "Logs_20140328.GetLogEvents", token.isEmpty() ? request : request.with("nextToken", token));
            for (Document event : page.documents("events")) {
                System.out.println((named ? stream + " " : "") + event.getString("message"));
            }
            String next = page.getString("nextForwardToken");
            if (next.equals(token)) {
                tokens.put(stream, token);
                return;
            }
            token = next;
        }
    }
}
