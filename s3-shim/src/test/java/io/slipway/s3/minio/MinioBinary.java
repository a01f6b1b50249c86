package io.slipway.s3.minio;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MinIO's server, built from its Go module for Linux containers. */
final class MinioBinary {

    /** The last commit of the module; MinIO's releases are not versions that Go knows. */
    static final String VERSION = "v0.0.0-20260212201848-7aac2a2c5b7c";

    private static final Logger LOG = LoggerFactory.getLogger(MinioBinary.class);
    private static final String MODULE = "github.com/minio/minio@" + VERSION;
    private static final long MINUTES = 30;

    interface Use {
        void accept(Path binary) throws IOException;
    }

    private MinioBinary() {}

    static boolean canBeBuilt() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "go")));
    }

    /** Builds in a directory of its own, which is gone afterwards, with modules and caches of more than 2 GB. */
    static void build(Use use) throws IOException {
        Path workspace = Files.createTempDirectory("minio-build");
        try {
            LOG.info("Building {}: this takes some minutes, once a machine", MODULE);
            install(workspace);
            try (Stream<Path> built = Files.walk(workspace.resolve("go/bin"))) {
                use.accept(built.filter(Files::isRegularFile).findFirst().orElseThrow());
            }
        } finally {
            delete(workspace);
        }
    }

    private static void install(Path workspace) throws IOException {
        Path log = workspace.resolve("log");
        // Without inlining: the compiler takes a fifth less, and tests do not need MinIO's full speed.
        ProcessBuilder go = new ProcessBuilder(
                        "go", "install", "-modcacherw", "-trimpath", "-gcflags=all=-l", "-ldflags=-s -w", MODULE)
                .directory(workspace.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = go.environment();
        environment.keySet().removeAll(List.of("GOBIN", "GOFLAGS"));
        environment.put("GOPATH", workspace.resolve("go").toString());
        environment.put("GOMODCACHE", workspace.resolve("go/pkg/mod").toString());
        environment.put("GOCACHE", workspace.resolve("cache").toString());
        environment.put("GOOS", "linux");
        environment.put("CGO_ENABLED", "0");
        Process process = go.start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException("go install failed: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("go install was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
