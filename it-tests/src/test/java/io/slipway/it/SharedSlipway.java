package io.slipway.it;

import io.slipway.emulator.Emulator;
import io.slipway.emulator.EmulatorConfig;
import io.slipway.emulator.config.Setting;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One Slipway with real containers for all tests of the run, on a free port, in a directory of its own. */
final class SharedSlipway implements ParameterResolver {

    static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    /** Closed by JUnit when the last test of the run has ended. */
    private record Held(Emulator emulator) implements AutoCloseable {

        @Override
        public void close() {
            emulator.close();
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
                .getOrComputeIfAbsent(Held.class, key -> new Held(start(Map.of())), Held.class)
                .emulator();
    }
}
