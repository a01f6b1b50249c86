package io.slipway.it;

import io.slipway.emulator.Emulator;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class ProcessingSdkIT {

    @TestFactory
    Stream<DynamicTest> processorsAndPackagesWorkUnmodified(Emulator emulator)
            throws IOException, InterruptedException {
        return PythonFlows.run(
                "sagemaker_processing", SharedSlipway.endpoint(emulator).toString());
    }
}
