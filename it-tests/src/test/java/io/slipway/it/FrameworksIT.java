package io.slipway.it;

import static org.assertj.core.api.Assumptions.assumeThat;

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

/** The SageMaker Python SDK's frameworks, in their containers. */
@Order(4)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedSlipway.class)
@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class FrameworksIT {

    @BeforeAll
    static void buildImages(Emulator emulator) throws IOException, InterruptedException {
        ServeImage.ensure();
        ShellImage.ensure();
        ToolkitImage.ensure(emulator);
        emulator.recipes().ensure(emulator.catalog().find("sklearn").orElseThrow(), line -> {});
    }

    @TestFactory
    Stream<DynamicTest> scriptsPipesAndFileSystemsOfTheSdk2(Emulator emulator)
            throws IOException, InterruptedException {
        return flows(PythonEnvironment.CURRENT, "script_mode_flows pipe_flows file_system_flows", emulator);
    }

    @TestFactory
    Stream<DynamicTest> scriptsPipesFileSystemsAndHostingOfTheSdk1(Emulator emulator)
            throws IOException, InterruptedException {
        return flows(PythonEnvironment.SDK1, "script_mode_flows pipe_flows file_system_flows served_flows", emulator);
    }

    @TestFactory
    Stream<DynamicTest> mxnetWithTheSdk1(Emulator emulator) throws IOException, InterruptedException {
        assumeBuilt("mxnet", emulator);
        return flows(PythonEnvironment.SDK1, "mxnet_flows", emulator);
    }

    @TestFactory
    Stream<DynamicTest> mxnetWithTheSdk2(Emulator emulator) throws IOException, InterruptedException {
        assumeBuilt("mxnet", emulator);
        return flows(PythonEnvironment.CURRENT, "mxnet_flows", emulator);
    }

    @TestFactory
    Stream<DynamicTest> tensorflowWithTheSdk1(Emulator emulator) throws IOException, InterruptedException {
        assumeBuilt("tensorflow", emulator);
        return flows(PythonEnvironment.SDK1, "tensorflow_flows", emulator);
    }

    @TestFactory
    Stream<DynamicTest> tensorflowWithTheSdk2(Emulator emulator) throws IOException, InterruptedException {
        assumeBuilt("tensorflow", emulator);
        return flows(PythonEnvironment.CURRENT, "tensorflow_flows", emulator);
    }

    @TestFactory
    Stream<DynamicTest> pytorchWithTheSdk1(Emulator emulator) throws IOException, InterruptedException {
        assumeBuilt("pytorch", emulator);
        return flows(PythonEnvironment.SDK1, "pytorch_flows", emulator);
    }

    @TestFactory
    Stream<DynamicTest> pytorchWithTheSdk2(Emulator emulator) throws IOException, InterruptedException {
        assumeBuilt("pytorch", emulator);
        return flows(PythonEnvironment.CURRENT, "pytorch_flows", emulator);
    }

    @TestFactory
    Stream<DynamicTest> chainerWithTheSdk1(Emulator emulator) throws IOException, InterruptedException {
        assumeBuilt("chainer", emulator);
        return flows(PythonEnvironment.SDK1, "chainer_flows", emulator);
    }

    @TestFactory
    Stream<DynamicTest> chainerWithTheSdk2(Emulator emulator) throws IOException, InterruptedException {
        assumeBuilt("chainer", emulator);
        return flows(PythonEnvironment.CURRENT, "chainer_flows", emulator);
    }

    /** Large images are tested where they were built. */
    private static void assumeBuilt(String name, Emulator emulator) {
        var recipe = emulator.catalog().find(name).orElseThrow();
        assumeThat(emulator.engine().findImage(emulator.recipes().nameOf(recipe)))
                .as("not built here; ./slipway images " + name + " builds it")
                .isPresent();
    }

    private static Stream<DynamicTest> flows(PythonEnvironment clients, String module, Emulator emulator)
            throws IOException, InterruptedException {
        return PythonFlows.run(clients, module, SharedSlipway.endpoint(emulator).toString());
    }
}
