package io.slipway.emulator.cli;

import io.slipway.emulator.EmulatorConfig;
import io.slipway.emulator.config.Setting;
import io.slipway.emulator.config.Settings;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The settings as flags of a command, one option a {@link Setting}. */
final class SettingOptions {

    /** A command that takes the settings. */
    interface Taker {
        SettingOptions settings();
    }

    private final Map<Setting, String> flags = new EnumMap<>(Setting.class);

    void addTo(CommandSpec command) {
        for (Setting setting : Setting.values()) {
            command.addOption(option(setting));
        }
    }

    /** All settings, from flags, environment and {@code slipway.yaml} in the working directory. */
    Map<Setting, String> gather() {
        return Settings.gather(flags, System.getenv(), Path.of("slipway.yaml"));
    }

    EmulatorConfig config(Map<Setting, String> settings) {
        return EmulatorConfig.of(settings, home());
    }

    /** Where Slipway is installed. */
    static Path home() {
        return Path.of(System.getProperty("slipway.home", "")).toAbsolutePath();
    }

    private OptionSpec option(Setting setting) {
        String defaultNote = setting.defaultValue().isEmpty() ? "" : " (default: " + setting.defaultValue() + ")";
        OptionSpec.Builder option =
                OptionSpec.builder("--" + setting.key()).description(setting.description() + defaultNote);
        if (setting.isSwitch()) {
            return option.arity("0")
                    .type(boolean.class)
                    .setter(new FlagSetter(setting))
                    .build();
        }
        return option.arity("1")
                .type(String.class)
                .paramLabel("VALUE")
                .setter(new FlagSetter(setting))
                .build();
    }

    private final class FlagSetter implements picocli.CommandLine.Model.ISetter {

        private final Setting setting;

        FlagSetter(Setting setting) {
            this.setting = setting;
        }

        @Override
        public <T> T set(T value) {
            if (value != null && !Boolean.FALSE.equals(value)) {
                flags.put(setting, String.valueOf(value));
            }
            return value;
        }
    }
}
