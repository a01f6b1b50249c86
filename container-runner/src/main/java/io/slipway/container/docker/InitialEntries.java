package io.slipway.container.docker;

import io.slipway.container.InitialFile;
import io.slipway.container.Mount;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** What is put into a container before it starts: its initial files, and the directories that are not shared with it. */
final class InitialEntries implements TarStream.Entries {

    /** Images may run as any user. */
    private static final int FOR_ALL = 0777;

    private static final int READABLE = 0644;

    private final Iterator<InitialFile> files;
    private final Iterator<Mount> mounts;
    private Optional<DirectoryEntries> directory = Optional.empty();

    InitialEntries(List<InitialFile> files, List<Mount> copied) {
        this.files = files.iterator();
        this.mounts = copied.iterator();
    }

    @Override
    public Optional<TarStream.Entry> next() throws IOException {
        if (files.hasNext()) {
            return Optional.of(entry(files.next()));
        }
        while (true) {
            if (directory.isPresent()) {
                Optional<TarStream.Entry> next = directory.get().next();
                if (next.isPresent()) {
                    return next;
                }
                close();
            }
            if (!mounts.hasNext()) {
                return Optional.empty();
            }
            Mount mount = mounts.next();
            directory = Optional.of(new DirectoryEntries(mount.source(), mount.target() + "/", path -> true));
        }
    }

    private static TarStream.Entry entry(InitialFile file) {
        return switch (file) {
            case InitialFile.RegularFile regular ->
                file(regular.path(), regular.content().getBytes(StandardCharsets.UTF_8));
            case InitialFile.EmptyDirectory empty -> {
                TarArchiveEntry header = owned(new TarArchiveEntry(empty.path() + "/"));
                header.setMode(FOR_ALL);
                yield TarStream.Entry.empty(header);
            }
        };
    }

    static TarStream.Entry file(String name, byte[] content) {
        TarArchiveEntry header = owned(new TarArchiveEntry(name));
        header.setMode(READABLE);
        header.setSize(content.length);
        return new TarStream.Entry(header, new ByteArrayInputStream(content));
    }

    static TarArchiveEntry owned(TarArchiveEntry header) {
        header.setIds(0, 0);
        header.setNames("root", "root");
        return header;
    }

    @Override
    public void close() throws IOException {
        if (directory.isPresent()) {
            directory.get().close();
            directory = Optional.empty();
        }
    }
}
