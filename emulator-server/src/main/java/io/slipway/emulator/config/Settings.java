package io.slipway.emulator.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.StringJoiner;

/** Gathers the settings: flags before variables before {@code slipway.yaml} before defaults. */
public final class Settings {

    /** Variables of the launcher and of the JVM that it starts; not settings of the server. */
    private static final String LAUNCHER_VARIABLE = "SLIPWAY_HEAP";

    private Settings() {}

    /**
     * @param flags by setting
     * @param environment of the process
     * @param file {@code slipway.yaml}; need not exist
     * @throws ConfigurationException for an unknown key or variable
     */
    public static Map<Setting, String> gather(Map<Setting, String> flags, Map<String, String> environment, Path file) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            settings.put(setting, setting.defaultValue());
        }
        settings.putAll(ofFile(file));
        settings.putAll(ofEnvironment(environment));
        settings.putAll(flags);
        return settings;
    }

    /** The settings that are not the defaults, in one line, secrets hidden. */
    public static String describe(Map<Setting, String> settings) {
        StringJoiner line = new StringJoiner(" ");
        settings.forEach((setting, value) -> {
            if (!value.equals(setting.defaultValue())) {
                line.add(setting.key() + "=" + (setting.isSecret() ? "***" : value));
            }
        });
        return line.length() == 0 ? "defaults" : line.toString();
    }

    private static Map<Setting, String> ofEnvironment(Map<String, String> environment) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        environment.forEach((variable, value) -> {
            if (variable.startsWith("SLIPWAY_") && !variable.equals(LAUNCHER_VARIABLE)) {
                settings.put(settingOfVariable(variable), value);
            }
        });
        return settings;
    }

    private static Setting settingOfVariable(String variable) {
        for (Setting setting : Setting.values()) {
            if (setting.environmentVariable().equals(variable)) {
                return setting;
            }
        }
        throw new ConfigurationException("the environment variable " + variable + " is not a setting of Slipway");
    }

    private static Map<Setting, String> ofFile(Path file) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        if (!Files.exists(file)) {
            return settings;
        }
        for (Map.Entry<String, JsonNode> entry : read(file).properties()) {
            Setting setting = Setting.ofKey(entry.getKey())
                    .orElseThrow(() -> new ConfigurationException(file + ": unknown key " + entry.getKey()));
            settings.put(setting, text(entry.getValue()));
        }
        return settings;
    }

    private static JsonNode read(Path file) {
        try {
            JsonNode root = new YAMLMapper().readTree(file.toFile());
            if (root.isObject() || root.isMissingNode() || root.isNull()) {
                return root;
            }
            throw new ConfigurationException(file + " must hold keys and values");
        } catch (JacksonException e) {
            throw new ConfigurationException(file + " is not YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ConfigurationException("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** A map (of images) becomes what the flag takes. */
    private static String text(JsonNode value) {
        if (!value.isObject()) {
            return value.asText();
        }
        StringJoiner pairs = new StringJoiner(",");
        value.properties()
                .forEach(pair -> pairs.add(pair.getKey() + "=" + pair.getValue().asText()));
        return pairs.toString();
    }
}
