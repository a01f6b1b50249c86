package io.slipway.container.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import io.slipway.container.EngineException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Files into and out of a container, through the engine. */
final class ContainerArchive {

    private static final int MOST_LINKS = 16;

    private final DockerConnection connection;

    ContainerArchive(DockerConnection connection) {
        this.connection = connection;
    }

    /** @param tar names relative to the root directory */
    void put(String container, InputStream tar) {
        connection.call(
                "write files into the container",
                () -> connection
                        .client()
                        .copyArchiveToContainerCmd(container)
                        .withRemotePath("/")
                        .withTarInputStream(tar)
                        .exec());
    }

    Optional<InputStream> directory(String container, String directory) {
        return connection.call(
                "read " + directory + " of the container",
                () -> get(container, directory + "/.").map(tar -> new TarStream(new BelowDirectory(tar))));
    }

    Optional<byte[]> file(String container, String path, int maximumBytes) {
        return connection.call("read " + path + " of the container", () -> {
            try {
                return read(container, path, maximumBytes);
            } catch (IOException e) {
                throw connection.failure("read " + path + " of the container", e);
            }
        });
    }

    private Optional<byte[]> read(String container, String path, int maximumBytes) throws IOException {
        String file = path;
        for (int links = 0; links < MOST_LINKS; links++) {
            Optional<InputStream> archive = get(container, file);
            if (archive.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream tar = archive.get();
                    var entries = new TarArchiveInputStream(new Uncloseable(tar))) {
                TarArchiveEntry entry = entries.getNextEntry();
                if (entry == null || entry.isDirectory()) {
                    return Optional.empty();
                }
                if (!entry.isSymbolicLink()) {
                    return Optional.of(entries.readNBytes(maximumBytes));
                }
                file = Path.of(file)
                        .resolveSibling(entry.getLinkName())
                        .normalize()
                        .toString();
            }
        }
        return Optional.empty();
    }

    /** Closing what this gives hangs up, as what was not read could be long. */
    private Optional<InputStream> get(String container, String path) {
        var request = DockerHttpClient.Request.builder()
                .method(DockerHttpClient.Request.Method.GET)
                .path("/containers/" + container + "/archive?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8))
                .build();
        DockerHttpClient.Response response = connection.http().execute(request);
        if (response.getStatusCode() == 200) {
            return Optional.of(new FilterInputStream(response.getBody()) {
                @Override
                public void close() {
                    response.close();
                }
            });
        }
        String reason = body(response);
        boolean noSuchPath = response.getStatusCode() == 404 && !reason.contains("No such container");
        if (noSuchPath || reason.contains("not a directory")) {
            return Optional.empty();
        }
        throw new EngineException("Docker could not read " + path + " of the container: " + reason);
    }

    private static String body(DockerHttpClient.Response response) {
        try (response) {
            return Reasons.ofBody(new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return "it gave status " + response.getStatusCode();
        }
    }

    /** The archive's own closing would read to the end. */
    private static final class Uncloseable extends FilterInputStream {

        Uncloseable(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
