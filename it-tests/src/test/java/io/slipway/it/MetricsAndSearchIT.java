package io.slipway.it;

import io.slipway.emulator.Emulator;
import io.slipway.emulator.config.Setting;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Needs no containers: the jobs are played. */
class MetricsAndSearchIT {

    @TestFactory
    Stream<DynamicTest> pythonClientsReadMetricsLogsAndSearch() throws IOException, InterruptedException {
        try (Emulator emulator = SharedSlipway.start(Map.of(Setting.ENGINE, "simulated"))) {
            return PythonFlows.run(
                    "cloudwatch_flows metrics_and_search",
                    SharedSlipway.endpoint(emulator).toString());
        }
    }
}
