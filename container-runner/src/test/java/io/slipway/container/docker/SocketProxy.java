package io.slipway.container.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before an engine's socket, and cuts its connections as an engine does that is restarted. */
final class SocketProxy implements AutoCloseable {

    private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Path engine;

    SocketProxy(Path socket, Path engine) throws IOException {
        this.engine = engine;
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().start(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                SocketChannel target = SocketChannel.open(UnixDomainSocketAddress.of(engine));
                open.add(client);
                open.add(target);
                Thread.ofPlatform().daemon().start(() -> pass(client, target));
                Thread.ofPlatform().daemon().start(() -> pass(target, client));
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void pass(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        } catch (IOException e) {
            open.remove(from);
        }
    }

    void cut() {
        open.forEach(channel -> {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        open.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
