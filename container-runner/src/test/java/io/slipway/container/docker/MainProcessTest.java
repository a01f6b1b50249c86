package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class MainProcessTest {

    private static final int TERMINATED = 128 + 15;

    private Process process;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    @Test
    void processOfTheContainerIsAskedToEnd() throws Exception {
        // Whatever groups the test runs in, their names are what a container's would be.
        String group = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cgroup"));

        assertThat(MainProcess.terminate(group, process.pid())).isTrue();

        assertThat(process.waitFor()).isEqualTo(TERMINATED);
    }

    @Test
    void processThatIsNotInTheContainerIsLeftAlone() {
        assertThat(MainProcess.terminate("9d610cfaf205fdc53e8412d7198a4c06", process.pid()))
                .isFalse();

        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void containerWithoutAProcessIsNotAsked() {
        assertThat(MainProcess.terminate("", 0)).isFalse();
    }
}
