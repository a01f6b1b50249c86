package io.slipway.it;

import io.slipway.emulator.Emulator;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** The SageMaker Python SDK's frameworks, in their containers. */
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class FrameworksIT {

    @BeforeAll
    static void buildImages(Emulator emulator) throws IOException, InterruptedException {
        ServeImage.ensure();
        emulator.recipes().ensure(emulator.catalog().find("sklearn").orElseThrow(), line -> {});
    }

    @TestFactory
    Stream<DynamicTest> scriptModeOfTheSdk2(Emulator emulator) throws IOException, InterruptedException {
        return flows(PythonEnvironment.CURRENT, "script_mode_flows", emulator);
    }

    @TestFactory
    Stream<DynamicTest> scriptModeOfTheSdk1(Emulator emulator) throws IOException, InterruptedException {
        return flows(PythonEnvironment.SDK1, "script_mode_flows", emulator);
    }

    private static Stream<DynamicTest> flows(PythonEnvironment clients, String module, Emulator emulator)
            throws IOException, InterruptedException {
        return PythonFlows.run(clients, module, SharedSlipway.endpoint(emulator).toString());
    }
}
