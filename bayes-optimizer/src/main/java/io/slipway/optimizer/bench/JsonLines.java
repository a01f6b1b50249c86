package io.slipway.optimizer.bench;

import io.slipway.optimizer.BayesianDesigner;
import io.slipway.optimizer.Designer;
import io.slipway.optimizer.RandomDesigner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers a JSON message per line on standard input with one on standard output. Values are minimised; what was asked and not told
 * is pending. Several {@code init} one after the other begin several runs.
 *
 * <pre>
 * {"op":"init","seed":1,"params":[
 *    {"name":"lr","type":"float","low":1e-6,"high":10,"scale":"log"},
 *    {"name":"n","type":"int","low":1,"high":6,"scale":"linear"},
 *    {"name":"opt","type":"cat","choices":["a","b"]}],
 *  "parents":[{"points":[{...}],"values":[...],"same":false}]}      {"ok":true}
 * {"op":"ask"}                                     {"id":0,"params":{...},"seconds":0.004}
 * {"op":"tell","id":0,"value":1.25}                {"ok":true}
 * {"op":"tell","id":1,"failed":true}               {"ok":true}
 * {"op":"stop"}
 * </pre>
 *
 * {@code seconds} is processor time of the ask.
 */
public final class JsonLines {

    private final Designer designer;

    private JsonLines(Designer designer) {
        this.designer = designer;
    }

    /** @param arguments {@code random} for random search, nothing for Bayesian optimization */
    public static void main(String[] arguments) throws IOException {
        boolean random = arguments.length > 0 && arguments[0].equals("random");
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new JsonLines(random ? new RandomDesigner() : new BayesianDesigner()).serve(in, out);
    }

    private void serve(BufferedReader in, PrintStream out) throws IOException {
        Run run = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            var message = (Map<?, ?>) Json.parse(line);
            String operation = String.valueOf(message.get("op"));
            if (operation.equals("stop")) {
                return;
            }
            if (operation.equals("init")) {
                run = new Run(designer, message);
                out.println(Json.write(Map.of("ok", true)));
                continue;
            }
            if (run == null) {
                throw new IllegalArgumentException("init must come first, not " + operation);
            }
            out.println(Json.write(answer(run, operation, message)));
        }
    }

    private static Map<String, Object> answer(Run run, String operation, Map<?, ?> message) {
        return switch (operation) {
            case "ask" -> ask(run);
            case "tell" -> {
                run.tell(message);
                yield Map.of("ok", true);
            }
            default -> throw new IllegalArgumentException("no operation " + operation);
        };
    }

    private static Map<String, Object> ask(Run run) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", (long) run.trials());
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        answer.put("params", run.ask());
        answer.put("seconds", (threads.getCurrentThreadCpuTime() - start) / 1e9);
        return answer;
    }
}
