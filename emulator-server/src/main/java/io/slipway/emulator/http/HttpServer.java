package io.slipway.emulator.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.slipway.emulator.dispatch.Dispatcher;
import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one port of Slipway. It listens from the moment it is made until it is closed. */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final List<HandlerType> METHODS = List.of(
            HandlerType.POST,
            HandlerType.GET,
            HandlerType.PUT,
            HandlerType.DELETE,
            HandlerType.HEAD,
            HandlerType.PATCH,
            HandlerType.OPTIONS);

    /** Presigned URLs and S3's user metadata make long heads. */
    private static final int LARGEST_HEAD = 32 << 10;

    /** A client may wait for a model's answer, or for the next line of a log. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Javalin javalin;
    private final int port;

    /**
     * @param account that every request is in, twelve digits
     * @param objectStorage S3's own handler
     * @param runtime takes the requests to endpoints, in place of the table of operations
     * @param health what {@code /_slipway/health} says; 503 if its member {@code ready} is false
     * @param routes further pages of Slipway's own
     * @throws CannotListenException if it cannot listen there
     */
    public HttpServer(
            Listener listener,
            String account,
            Dispatcher dispatcher,
            Handler objectStorage,
            Optional<Handler> runtime,
            Supplier<Document> health,
            List<Route> routes) {
        List<ServerConnector> connectors = new ArrayList<>();
        javalin = Javalin.create(config -> {
            configure(config, new Gate(objectStorage, runtime, account));
            for (String host : listener.hosts()) {
                config.jetty.addConnector((server, http) -> {
                    int wanted = connectors.isEmpty()
                            ? listener.port()
                            : connectors.getFirst().getLocalPort();
                    connectors.add(Connectors.open(server, http, host, wanted));
                    return connectors.getLast();
                });
            }
            route(config, new Route("GET", "/_slipway/health", request -> health(health.get())));
            routes.forEach(route -> route(config, route));
            AwsHandler aws = new AwsHandler(dispatcher, account);
            METHODS.forEach(method -> config.routes.addHttpHandler(method, "*", aws));
            config.routes.exception(IOException.class, (gone, exchange) -> LOG.debug("a client has gone away", gone));
        });
        try {
            javalin.start();
        } catch (RuntimeException e) {
            connectors.forEach(ServerConnector::close);
            throw e;
        }
        port = connectors.getFirst().getLocalPort();
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    /** Takes no more requests, and gives those in progress a moment to end. */
    @Override
    public void close() {
        javalin.stop();
    }

    private static void configure(JavalinConfig config, Gate gate) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.threadPool = threadPool();
        config.jetty.modifyServer(server -> {
            server.setHandler(new GracefulHandler(gate));
            server.setStopTimeout(GRACE.toMillis());
        });
        config.jetty.modifyHttpConfiguration(HttpServer::configure);
    }

    private static void configure(HttpConfiguration http) {
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setHttpCompliance(HttpCompliance.RFC7230_LEGACY);
        // Else Jetty puts well-known values in lower case, and they are no longer what the client signed.
        http.setHeaderCacheCaseSensitive(true);
        http.setRequestHeaderSize(LARGEST_HEAD);
        http.setResponseHeaderSize(LARGEST_HEAD);
        http.setSendServerVersion(false);
        http.setIdleTimeout(IDLE.toMillis());
    }

    /** Few threads for the sockets; each request runs on one of its own. */
    private static QueuedThreadPool threadPool() {
        QueuedThreadPool pool = new QueuedThreadPool(32, 4);
        pool.setName("http");
        pool.setVirtualThreadsExecutor(RequestThreads.executor());
        return pool;
    }

    private static void route(JavalinConfig config, Route route) {
        config.routes.addHttpHandler(HandlerType.findOrCreate(route.method()), route.path(), new RouteHandler(route));
    }

    private static Route.Response health(Document health) {
        boolean isReady = health.findBoolean("ready").orElse(true);
        return Route.Response.json(isReady ? 200 : 503, health);
    }
}
