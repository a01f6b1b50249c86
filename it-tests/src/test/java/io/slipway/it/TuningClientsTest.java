package io.slipway.it;

import io.slipway.emulator.Emulator;
import io.slipway.emulator.config.Setting;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Training and tuning jobs, and hosting by the SDK, as clients see them; the containers are played. The SDKs wait most of the time. */
@Order(3)
@Execution(ExecutionMode.CONCURRENT)
class TuningClientsTest {

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = SharedSlipway.start(Map.of(Setting.ENGINE, "simulated", Setting.GPU, "require"));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static Stream<DynamicTest> flows(PythonEnvironment clients, String module)
            throws IOException, InterruptedException {
        return PythonFlows.run(clients, module, SharedSlipway.endpoint(emulator).toString());
    }

    @TestFactory
    Stream<DynamicTest> everyRuleThatClientsDependOnHolds() throws IOException, InterruptedException {
        return flows(PythonEnvironment.CURRENT, "training_checklist tuning_checklist");
    }

    @TestFactory
    Stream<DynamicTest> tunerAndHostingOfTheSdk2WorkUnmodified() throws IOException, InterruptedException {
        return flows(PythonEnvironment.CURRENT, "tuner_flows tuner_arguments hosting_flows hosting_kinds");
    }

    @TestFactory
    Stream<DynamicTest> tunerAndHostingOfTheSdk1WorkUnmodified() throws IOException, InterruptedException {
        return flows(
                PythonEnvironment.SDK1, "tuner_flows tuner_arguments hosting_flows hosting_kinds cloudwatch_flows");
    }

    @TestFactory
    Stream<DynamicTest> tunerOfTheSdk3WorksUnmodified() throws IOException, InterruptedException {
        return flows(PythonEnvironment.SDK3, "tuner3_flows");
    }
}
