package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.Emulator;
import io.slipway.emulator.config.Setting;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Python clients against played containers, where these say as much as real ones. */
class SimulatedClientsIT {

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = SharedSlipway.start(Map.of(Setting.ENGINE, "simulated"));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @TestFactory
    Stream<DynamicTest> batchTransformAndHosting() throws IOException, InterruptedException {
        Stream<DynamicTest> flows = PythonFlows.run(
                PythonEnvironment.CURRENT,
                "transform_data transform_details hosting_rules hosting_details listings",
                SharedSlipway.endpoint(emulator).toString());
        return Stream.concat(
                flows,
                Stream.of(DynamicTest.dynamicTest(
                        "no_container_is_left",
                        () -> assertThat(emulator.engine().adopt(Map.of())).isEmpty())));
    }
}
