package io.slipway.it;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.slipway.emulator.Emulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
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
    List<DynamicContainer> mxnet(Emulator emulator) throws IOException, InterruptedException {
        return withEachSdk("mxnet", emulator);
    }

    @TestFactory
    List<DynamicContainer> tensorflow(Emulator emulator) throws IOException, InterruptedException {
        return withEachSdk("tensorflow", emulator);
    }

    @TestFactory
    List<DynamicContainer> pytorch(Emulator emulator) throws IOException, InterruptedException {
        return withEachSdk("pytorch", emulator);
    }

    @TestFactory
    List<DynamicContainer> chainer(Emulator emulator) throws IOException, InterruptedException {
        return withEachSdk("chainer", emulator);
    }

    private static List<DynamicContainer> withEachSdk(String framework, Emulator emulator)
            throws IOException, InterruptedException {
        assumeBuilt(framework, emulator);
        List<DynamicContainer> all = new ArrayList<>();
        for (PythonEnvironment clients : List.of(PythonEnvironment.SDK1, PythonEnvironment.CURRENT)) {
            all.add(DynamicContainer.dynamicContainer(clients.name(), flows(clients, framework + "_flows", emulator)));
        }
        return all;
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
