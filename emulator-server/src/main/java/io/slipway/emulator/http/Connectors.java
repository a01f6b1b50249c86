package io.slipway.emulator.http;

import java.io.IOException;
import java.net.BindException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Sockets to listen on. */
final class Connectors {

    /** How long a connection without a request may outlive the server. */
    private static final long SHUTDOWN_IDLE_MILLIS = 50;

    private Connectors() {}

    /** @throws CannotListenException if the address cannot be listened on */
    static ServerConnector open(Server server, HttpConfiguration http, String host, int port) {
        ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(1024);
        connector.setIdleTimeout(http.getIdleTimeout());
        connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
        try {
            connector.open();
        } catch (IOException e) {
            throw new CannotListenException(reason(host, port, e), e);
        }
        return connector;
    }

    private static String reason(String host, int port, IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String text = String.valueOf(cause.getMessage());
        return cause instanceof BindException && text.contains("in use")
                ? "port " + port + " is in use"
                : "cannot listen on " + host + ", port " + port + ": " + text;
    }
}
