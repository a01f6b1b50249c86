package io.slipway.it;

import io.slipway.emulator.Emulator;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

@Order(2)
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class SageMakerSdkIT {

    @TestFactory
    Stream<DynamicTest> sageMakerPythonSdkTrainsAndTunes(Emulator emulator) throws IOException, InterruptedException {
        return PythonFlows.run("sagemaker_sdk", SharedSlipway.endpoint(emulator).toString());
    }
}
