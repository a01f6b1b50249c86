package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.job.Workspaces;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Runs Python modules of flows against a server; each flow is a test. */
final class PythonFlows {

    private record Result(String flow, boolean passed, String output) {}

    private PythonFlows() {}

    static Stream<DynamicTest> run(String module, String endpoint) throws IOException, InterruptedException {
        return run(PythonEnvironment.CURRENT, module, endpoint);
    }

    /** @param modules with spaces between them; those of one process load the clients' libraries once */
    static Stream<DynamicTest> run(PythonEnvironment clients, String modules, String endpoint)
            throws IOException, InterruptedException {
        List<String> command = clients.command("flows.py");
        command.addAll(List.of(modules.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(PythonEnvironment.SCRIPTS.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(PythonEnvironment.clientVariables(endpoint));
        // The SDK leaves there what it packed.
        Path temporary = Files.createTempDirectory("flows");
        builder.environment().put("TMPDIR", temporary.toString());
        Process process = builder.start();
        List<Result> results = new ArrayList<>();
        StringBuilder output = new StringBuilder();
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("PASS ") || line.startsWith("FAIL ")) {
                    results.add(new Result(line.substring(5), line.startsWith("PASS"), output.toString()));
                    output.setLength(0);
                } else {
                    output.append(line).append('\n');
                }
            }
        }
        int exit = process.waitFor();
        Workspaces.deleteTree(temporary);
        assertThat(exit).as(output.toString()).isZero();
        assertThat(results).isNotEmpty();
        return results.stream()
                .map(result -> DynamicTest.dynamicTest(
                        result.flow(),
                        () -> assertThat(result.passed()).as(result.output()).isTrue()));
    }
}
