package io.slipway.s3.minio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What an image with nothing but the MinIO binary is built from. */
final class ImageContext {

    private static final String DOCKERFILE = """
            FROM scratch
            COPY minio /usr/bin/minio
            ENV HOME=/
            EXPOSE 9000 9001
            ENTRYPOINT ["/usr/bin/minio"]
            """;

    private ImageContext() {}

    static void write(Path tar, Path binary) throws IOException {
        try (TarArchiveOutputStream context = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
            byte[] dockerfile = DOCKERFILE.getBytes(UTF_8);
            add(context, "Dockerfile", 0644, dockerfile.length);
            context.write(dockerfile);
            context.closeArchiveEntry();
            add(context, "minio", 0755, Files.size(binary));
            Files.copy(binary, context);
            context.closeArchiveEntry();
        }
    }

    private static void add(TarArchiveOutputStream context, String name, int mode, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(size);
        context.putArchiveEntry(entry);
    }
}
