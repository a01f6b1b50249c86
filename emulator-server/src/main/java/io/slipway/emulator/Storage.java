package io.slipway.emulator;

import io.slipway.emulator.EmulatorConfig.ExternalStore;
import io.slipway.emulator.job.ContainerAccess;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.http.S3Handler;
import io.slipway.s3.minio.ForwardingHandler;
import io.slipway.s3.minio.MinioStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/**
 * The S3 storage: what jobs read and write, and what answers S3 requests.
 *
 * @param accessKey that containers are given
 * @param sessionToken that containers are given; a MinIO server would refuse one
 */
record Storage(
        String description,
        ObjectStore objects,
        Handler handler,
        String accessKey,
        String secretKey,
        Optional<String> sessionToken)
        implements AutoCloseable {

    /** The embedded store takes any keys. */
    private static final String ANY_KEY = "slipway";

    private static final String REGION = "us-east-1";

    static Storage open(EmulatorConfig config, Path data, InstantSource clock) {
        return config.externalStore().map(Storage::minio).orElseGet(() -> embedded(data, clock));
    }

    private static Storage embedded(Path data, InstantSource clock) {
        EmbeddedStore store = new EmbeddedStore(data.resolve("s3"), clock);
        return new Storage("embedded", store, new S3Handler(store, clock), ANY_KEY, ANY_KEY, Optional.of(ANY_KEY));
    }

    private static Storage minio(ExternalStore server) {
        return new Storage(
                server.endpoint().toString(),
                new MinioStore(server.endpoint(), server.accessKey(), server.secretKey(), REGION),
                new ForwardingHandler(server.endpoint()),
                server.accessKey(),
                server.secretKey(),
                Optional.empty());
    }

    ContainerAccess access(String endpoint) {
        return new ContainerAccess(endpoint, accessKey, secretKey, sessionToken);
    }

    @Override
    public void close() {
        objects.close();
    }
}
