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
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Side by side, as the SDK polls an endpoint every 30 s only. */
@Order(2)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class SageMakerSdkIT {

    @BeforeAll
    static void buildImage() throws IOException, InterruptedException {
        ServeImage.ensure();
    }

    @TestFactory
    Stream<DynamicTest> sageMakerPythonSdkTrainsAndTunes(Emulator emulator) throws IOException, InterruptedException {
        return PythonFlows.run("sagemaker_sdk", SharedSlipway.endpoint(emulator).toString());
    }

    @TestFactory
    Stream<DynamicTest> sageMakerPythonSdkTransformsAndDeploys(Emulator emulator)
            throws IOException, InterruptedException {
        return PythonFlows.run(
                "sagemaker_hosting", SharedSlipway.endpoint(emulator).toString());
    }

    @TestFactory
    Stream<DynamicTest> sageMakerPythonSdkServesPipelines(Emulator emulator) throws IOException, InterruptedException {
        return PythonFlows.run(
                "sagemaker_pipeline", SharedSlipway.endpoint(emulator).toString());
    }
}
