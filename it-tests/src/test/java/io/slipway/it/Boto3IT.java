package io.slipway.it;

import io.slipway.emulator.Emulator;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class Boto3IT {

    @BeforeAll
    static void buildImage() throws IOException, InterruptedException {
        ServeImage.ensure();
    }

    @TestFactory
    Stream<DynamicTest> boto3WorksUnmodified(Emulator emulator) throws IOException, InterruptedException {
        return PythonFlows.run("boto3_flows", SharedSlipway.endpoint(emulator).toString());
    }
}
