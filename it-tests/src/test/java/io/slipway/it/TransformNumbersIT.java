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
class TransformNumbersIT {

    @TestFactory
    Stream<DynamicTest> transformGivesTheNumbersOfXgboostItself(Emulator emulator)
            throws IOException, InterruptedException {
        return PythonFlows.run(
                "transform_numbers", SharedSlipway.endpoint(emulator).toString());
    }
}
