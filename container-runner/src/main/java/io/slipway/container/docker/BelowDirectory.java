package io.slipway.container.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The engine's archive of a directory, whose names begin with {@code ./}, as names relative to that directory. */
final class BelowDirectory implements TarStream.Entries {

    private final InputStream archive;
    private final TarArchiveInputStream tar;

    BelowDirectory(InputStream archive) {
        this.archive = archive;
        this.tar = new TarArchiveInputStream(archive, "UTF-8");
    }

    @Override
    public Optional<TarStream.Entry> next() throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            String name = relative(entry.getName());
            if (name.isEmpty()) {
                continue;
            }
            entry.setName(name);
            if (entry.isLink()) {
                entry.setLinkName(relative(entry.getLinkName()));
            }
            return Optional.of(new TarStream.Entry(entry, new EntryContent(tar)));
        }
        return Optional.empty();
    }

    private static String relative(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }

    private static final class EntryContent extends FilterInputStream {

        EntryContent(InputStream tar) {
            super(tar);
        }

        @Override
        public void close() {}
    }
}
