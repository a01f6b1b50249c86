package io.slipway.it;

import io.slipway.emulator.Emulator;
import io.slipway.emulator.EmulatorConfig;
import io.slipway.emulator.config.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Slipway with real containers for all tests of the run, on a free port, in a directory of its own. */
final class SharedSlipway implements ParameterResolver {

    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    /** An algorithm of AWS's whose image Slipway does not have; the tests' own stands for it. */
    private static final String KMEANS = "174872318107.dkr.ecr.us-west-2.amazonaws.com/kmeans:1";

    /** Closed by JUnit when the last test of the run has ended. */
    private record Held(Emulator emulator, Path fileSystem) implements AutoCloseable {

        static Held start() {
            try {
                Path fileSystem = Files.createTempDirectory("slipway-it-file-system");
                return new Held(
                        SharedSlipway.start(Map.of(
                                Setting.FILE_SYSTEMS, "fs-0123456789abcdef0=" + fileSystem,
                                Setting.IMAGES, KMEANS + "=" + ShellImage.NAME.value())),
                        fileSystem);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            emulator.close();
            try (Stream<Path> left = Files.walk(fileSystem)) {
                for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    static Emulator start(Map<Setting, String> changes) {
        Map<Setting, String> settings = new HashMap<>(Map.of(Setting.PORT, "0", Setting.EPHEMERAL, "true"));
        settings.putAll(changes);
        return Emulator.start(EmulatorConfig.of(settings, HOME));
    }

    static URI endpoint(Emulator emulator) {
        return URI.create("http://127.0.0.1:" + emulator.port());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Emulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Held.class, key -> Held.start(), Held.class)
                .emulator();
    }
}
