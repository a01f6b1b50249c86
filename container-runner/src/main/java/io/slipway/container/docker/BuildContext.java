package io.slipway.container.docker;

import io.slipway.container.ImageBuild;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/** A build's context as it is sent: the directory less what {@code .dockerignore} names, then the extra files. */
final class BuildContext implements TarStream.Entries {

    private final DirectoryEntries directory;
    private final Iterator<Map.Entry<String, byte[]>> extraFiles;

    BuildContext(ImageBuild build) throws IOException {
        var ignored = DockerIgnore.read(build.context());
        this.directory = new DirectoryEntries(build.context(), "", path -> wanted(build, ignored, path));
        this.extraFiles = build.extraFiles().entrySet().iterator();
    }

    private static boolean wanted(ImageBuild build, DockerIgnore ignored, Path path) {
        String name = path.toString().replace('\\', '/');
        if (build.extraFiles().containsKey(name)) {
            return false;
        }
        return name.equals(build.dockerfile()) || !ignored.matches(name);
    }

    @Override
    public Optional<TarStream.Entry> next() throws IOException {
        Optional<TarStream.Entry> next = directory.next();
        if (next.isPresent() || !extraFiles.hasNext()) {
            return next;
        }
        Map.Entry<String, byte[]> extra = extraFiles.next();
        return Optional.of(InitialEntries.file(extra.getKey(), extra.getValue()));
    }

    @Override
    public void close() {
        directory.close();
    }
}
