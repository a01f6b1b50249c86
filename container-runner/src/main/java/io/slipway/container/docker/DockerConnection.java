package io.slipway.container.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.slipway.container.EngineException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the engine: kept connections, and failures told in one sentence. */
final class DockerConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DockerConnection.class);

    private record Link(DockerHttpClient http, DockerClient client) {}

    private final DockerClientConfig config;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile Link link;

    private DockerConnection(DockerClientConfig config) {
        this.config = config;
        this.link = link(config);
    }

    /** To where {@code DOCKER_HOST}, the current Docker context or the platform's standard socket points. */
    static DockerConnection open() {
        return new DockerConnection(
                DefaultDockerClientConfig.createDefaultConfigBuilder().build());
    }

    static DockerConnection open(String host) {
        return new DockerConnection(DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .build());
    }

    private static Link link(DockerClientConfig config) {
        DockerHttpClient http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .connectionTimeout(Duration.ofSeconds(10))
                .build();
        return new Link(http, DockerClientImpl.getInstance(config, http));
    }

    URI host() {
        return config.getDockerHost();
    }

    DockerClient client() {
        return link.client();
    }

    DockerHttpClient http() {
        return link.http();
    }

    /** Connections that an engine left behind when it was restarted would fail the next request; they are let go here. */
    void ensureAlive() {
        Link current = link;
        try {
            current.client().pingCmd().exec();
            return;
        } catch (DockerException e) {
            throw failure("answer", e);
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw failure("answer", e);
            }
            log.debug("{} does not answer on a kept connection", host(), e);
        }
        renew(current);
        call("answer", () -> client().pingCmd().exec());
    }

    private void renew(Link broken) {
        renewing.lock();
        try {
            if (link.equals(broken)) {
                link = link(config);
                close(broken);
            }
        } finally {
            renewing.unlock();
        }
    }

    /** @param what it was to do, as in "Docker could not (what): (reason)" */
    <T> T call(String what, Supplier<T> request) {
        try {
            return request.get();
        } catch (EngineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw failure(what, e);
        }
    }

    EngineException failure(String what, Throwable cause) {
        if (cause instanceof EngineException engine) {
            return engine;
        }
        if (Thread.currentThread().isInterrupted()) {
            return new EngineException("Docker was interrupted when it was to " + what, cause);
        }
        if (cause instanceof DockerException) {
            return new EngineException("Docker could not " + what + ": " + Reasons.of(cause), cause);
        }
        return new EngineException("Docker does not answer at " + host() + ": " + Reasons.of(cause), cause);
    }

    @Override
    public void close() {
        close(link);
    }

    private static void close(Link link) {
        try {
            link.client().close();
        } catch (IOException e) {
            log.debug("closing the connection to Docker failed", e);
        }
    }
}
