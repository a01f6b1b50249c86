package io.slipway.emulator;

import io.slipway.emulator.config.ConfigurationException;
import io.slipway.emulator.config.Setting;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the emulator is to be.
 *
 * @param port 0 for any free one
 * @param data directory of all state
 * @param ephemeral whether the state may be reset, and goes when the emulator closes
 * @param account twelve digits
 * @param imageMappings image URI to local image
 * @param fileSystems file system id to directory
 * @param externalStore a MinIO server in place of the embedded store
 * @param images directory of the images' Dockerfiles
 */
public record EmulatorConfig(
        int port,
        Path data,
        boolean ephemeral,
        String account,
        EngineChoice engine,
        boolean requireGpu,
        int maxParallelJobs,
        Map<String, String> imageMappings,
        Map<String, Path> fileSystems,
        Optional<ExternalStore> externalStore,
        Path images) {

    private static final Pattern FILE_SYSTEM_ID = Pattern.compile("fs-[0-9a-f]{8,18}");

    public enum EngineChoice {
        DOCKER,
        SIMULATED
    }

    /** A MinIO server and the keys to it. */
    public record ExternalStore(URI endpoint, String accessKey, String secretKey) {

        @Override
        public String toString() {
            return endpoint + " as " + accessKey;
        }
    }

    /**
     * @param home where Slipway is installed: the directory above {@code docker/}
     * @throws ConfigurationException naming the first setting that is wrong
     */
    public static EmulatorConfig of(Map<Setting, String> settings, Path home) {
        return new EmulatorConfig(
                number(settings, Setting.PORT, 0, 65535),
                directory(value(settings, Setting.DATA)),
                truth(settings, Setting.EPHEMERAL),
                account(value(settings, Setting.ACCOUNT)),
                choice(settings, Setting.ENGINE, "docker", "simulated") ? EngineChoice.DOCKER : EngineChoice.SIMULATED,
                !choice(settings, Setting.GPU, "auto", "require"),
                number(settings, Setting.MAX_PARALLEL_JOBS, 1, 1000),
                mappings(settings, Setting.IMAGES, "an image URI, '=' and a local image"),
                fileSystems(settings),
                externalStore(settings),
                home.resolve("docker"));
    }

    private static String value(Map<Setting, String> settings, Setting setting) {
        return settings.getOrDefault(setting, setting.defaultValue());
    }

    private static int number(Map<Setting, String> settings, Setting setting, int low, int high) {
        String text = value(settings, setting);
        try {
            int number = Integer.parseInt(text);
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(setting, text, "a number from " + low + " to " + high);
        }
        throw wrong(setting, text, "a number from " + low + " to " + high);
    }

    private static boolean truth(Map<Setting, String> settings, Setting setting) {
        return choice(settings, setting, "true", "false");
    }

    /** Whether the value is the first of the two. */
    private static boolean choice(Map<Setting, String> settings, Setting setting, String first, String second) {
        String text = value(settings, setting);
        if (!text.equals(first) && !text.equals(second)) {
            throw wrong(setting, text, first + " or " + second);
        }
        return text.equals(first);
    }

    private static String account(String text) {
        if (!text.matches("\\d{12}")) {
            throw wrong(Setting.ACCOUNT, text, "twelve digits");
        }
        return text;
    }

    private static Path directory(String text) {
        String expanded = text.startsWith("~/") ? System.getProperty("user.home") + text.substring(1) : text;
        return Path.of(expanded).toAbsolutePath().normalize();
    }

    private static Map<String, String> mappings(Map<Setting, String> settings, Setting setting, String expected) {
        String text = value(settings, setting);
        Map<String, String> mappings = new LinkedHashMap<>();
        for (String pair : text.isBlank() ? new String[0] : text.split(",")) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                throw wrong(setting, pair, expected);
            }
            mappings.put(
                    pair.substring(0, equals).strip(),
                    pair.substring(equals + 1).strip());
        }
        return mappings;
    }

    private static Map<String, Path> fileSystems(Map<Setting, String> settings) {
        Map<String, Path> fileSystems = new LinkedHashMap<>();
        mappings(settings, Setting.FILE_SYSTEMS, "a file system ID, '=' and a directory")
                .forEach((id, text) -> {
                    if (!FILE_SYSTEM_ID.matcher(id).matches()) {
                        throw wrong(Setting.FILE_SYSTEMS, id, "IDs such as fs-0123456789abcdef0, '=' and a directory");
                    }
                    Path directory = directory(text);
                    if (!Files.isDirectory(directory)) {
                        throw wrong(Setting.FILE_SYSTEMS, text, "directories that are there");
                    }
                    fileSystems.put(id, directory);
                });
        return fileSystems;
    }

    private static Optional<ExternalStore> externalStore(Map<Setting, String> settings) {
        String endpoint = value(settings, Setting.S3_ENDPOINT);
        if (endpoint.isBlank()) {
            return Optional.empty();
        }
        if (!endpoint.matches("https?://[^/]+/?")) {
            throw wrong(Setting.S3_ENDPOINT, endpoint, "a URL such as http://127.0.0.1:9000");
        }
        if (value(settings, Setting.S3_ACCESS_KEY).isBlank()
                || value(settings, Setting.S3_SECRET_KEY).isBlank()) {
            throw new ConfigurationException("s3-endpoint needs s3-access-key and s3-secret-key");
        }
        return Optional.of(new ExternalStore(
                URI.create(endpoint), value(settings, Setting.S3_ACCESS_KEY), value(settings, Setting.S3_SECRET_KEY)));
    }

    private static ConfigurationException wrong(Setting setting, String text, String expected) {
        return new ConfigurationException(setting.key() + " must be " + expected + ", not '" + text + "'");
    }
}
