package io.slipway.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.emulator.config.ConfigurationException;
import io.slipway.emulator.config.Setting;
import io.slipway.emulator.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmulatorConfigTest {

    private static final String ONE = "fs-0123456789abcdef0";
    private static final String OTHER = "fs-12345678";

    @TempDir
    Path directory;

    private EmulatorConfig config(Map<Setting, String> flags, Map<String, String> environment) {
        return EmulatorConfig.of(Settings.gather(flags, environment, directory.resolve("slipway.yaml")), directory);
    }

    @Test
    void withoutSettingsItIsAsTheHelpSays() {
        EmulatorConfig config = config(Map.of(), Map.of());

        assertThat(config.port()).isEqualTo(4566);
        assertThat(config.data()).isEqualTo(Path.of(System.getProperty("user.home"), ".slipway"));
        assertThat(config.ephemeral()).isFalse();
        assertThat(config.engine()).isEqualTo(EmulatorConfig.EngineChoice.DOCKER);
        assertThat(config.requireGpu()).isFalse();
        assertThat(config.maxParallelJobs()).isEqualTo(8);
        assertThat(config.imageMappings()).isEmpty();
        assertThat(config.fileSystems()).isEmpty();
        assertThat(config.externalStore()).isEmpty();
    }

    @Test
    void fileSystemsAreGivenByFlagVariableOrFile() throws IOException {
        Path data = Files.createDirectory(directory.resolve("data"));
        Path more = Files.createDirectory(directory.resolve("more"));
        String both = ONE + "=" + data + "," + OTHER + " = " + more;

        Map<String, Path> expected = Map.of(ONE, data, OTHER, more);
        assertThat(config(Map.of(Setting.FILE_SYSTEMS, both), Map.of()).fileSystems())
                .isEqualTo(expected);
        assertThat(config(Map.of(), Map.of("SLIPWAY_FILE_SYSTEMS", both)).fileSystems())
                .isEqualTo(expected);
        Files.writeString(
                directory.resolve("slipway.yaml"),
                "file-systems:\n  " + ONE + ": " + data + "\n  " + OTHER + ": " + more + "\n");
        assertThat(config(Map.of(), Map.of()).fileSystems()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "FILE_SYSTEMS;/data;file-systems must be a file system ID, '=' and a directory, not '/data'",
                "FILE_SYSTEMS;efs-1=/tmp;file-systems must be IDs such as fs-0123456789abcdef0, '=' and a directory, not"
                        + " 'efs-1'",
                "FILE_SYSTEMS;fs-12345678=/no/such/place;file-systems must be directories that are there, not"
                        + " '/no/such/place'",
                "IMAGES;image;images must be an image URI, '=' and a local image, not 'image'",
                "PORT;x;port must be a number from 0 to 65535, not 'x'",
                "ACCOUNT;1;account must be twelve digits, not '1'",
                "ENGINE;podman;engine must be docker or simulated, not 'podman'"
            })
    void settingThatMakesNoSenseIsNamed(Setting setting, String value, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> config(Map.of(setting, value), Map.of()))
                .withMessage(message);
    }

    @Test
    void unknownKeysAndVariablesAreNamed() throws IOException {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> config(Map.of(), Map.of("SLIPWAY_PROT", "1")))
                .withMessageContaining("SLIPWAY_PROT");
        Files.writeString(directory.resolve("slipway.yaml"), "prot: 1\n");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> config(Map.of(), Map.of()))
                .withMessageContaining("unknown key prot");
    }
}
