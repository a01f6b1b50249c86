package io.slipway.s3.http;

import io.slipway.s3.embedded.EmbeddedStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** An S3 front on a port of its own, and clients for it. Its main runs one by hand: directory and port. */
public final class S3Server implements AutoCloseable {

    private static final StaticCredentialsProvider ANYBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("anybody", "anything"));

    private final EmbeddedStore store;
    private final Server server;
    private final ServerConnector connector;

    public S3Server(Path directory, InstantSource clock) {
        this(directory, clock, 0);
    }

    private S3Server(Path directory, InstantSource clock, int port) {
        store = new EmbeddedStore(directory, clock);
        server = new Server(new QueuedThreadPool(40));
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setHttpCompliance(HttpCompliance.RFC7230_LEGACY);
        configuration.setRequestHeaderSize(32 << 10);
        connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new S3Handler(store, clock));
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public EmbeddedStore store() {
        return store;
    }

    public int port() {
        return connector.getLocalPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public S3Client client() {
        return S3Client.builder()
                .endpointOverride(uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .forcePathStyle(true)
                .build();
    }

    public S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(uri())
                .region(Region.US_EAST_1)
                .credentialsProvider(ANYBODY)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            store.close();
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        try (S3Server server =
                new S3Server(Path.of(arguments[0]), InstantSource.system(), Integer.parseInt(arguments[1]))) {
            System.out.println("ready on " + server.uri());
            Thread.currentThread().join();
        }
    }
}
