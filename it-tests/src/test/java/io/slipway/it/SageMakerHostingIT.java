package io.slipway.it;

import io.slipway.emulator.Emulator;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

@Order(2)
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class SageMakerHostingIT {

    @BeforeAll
    static void buildImage() throws IOException, InterruptedException {
        ServeImage.ensure();
    }

    @TestFactory
    Stream<DynamicTest> sageMakerPythonSdkTransformsAndDeploys(Emulator emulator)
            throws IOException, InterruptedException {
        return PythonFlows.run(
                "sagemaker_hosting", SharedSlipway.endpoint(emulator).toString());
    }
}
