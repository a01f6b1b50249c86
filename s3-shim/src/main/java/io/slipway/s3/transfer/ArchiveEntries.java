package io.slipway.s3.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** Writes the entries of an archive below a directory; a later entry replaces an earlier one of the same name. */
final class ArchiveEntries {

    private static final int OWNER_READS_AND_WRITES = 0600;
    private static final int PERMISSION_BITS = 9;

    private final DirectoryTree tree;
    private final Path root;
    private final String archive;

    ArchiveEntries(Path directory, String archive) {
        this.tree = new DirectoryTree(directory);
        this.root = directory;
        this.archive = archive;
    }

    void write(TarArchiveEntry entry, EntryContent content) throws IOException {
        if (!entry.isCheckSumOK()) {
            throw new CorruptArchive("a header has a wrong checksum");
        }
        String name = TarEntries.relativeName(entry);
        if (entry.isDirectory()) {
            tree.makeDirectory(name);
        } else if (entry.isSymbolicLink()) {
            writeLink(name, entry.getLinkName());
        } else if (entry.isLink()) {
            writeHardLink(name, TarEntries.relativeName(entry.getLinkName()));
        } else if (entry.isFile() && !TarEntries.isDevice(entry)) {
            writeFile(name, entry.getMode(), content);
        } else {
            throw refusal(name, "is not a file, directory or link");
        }
        content.exhaust();
    }

    private void writeFile(String name, int mode, EntryContent content) throws IOException {
        Path file = vacant(name);
        try (OutputStream output =
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.copyTo(output);
        }
        Files.setPosixFilePermissions(file, permissions(mode | OWNER_READS_AND_WRITES));
    }

    /**
     * A link may climb only at its beginning, and no higher than the root: then it stays inside whatever other links it
     * passes, because they do.
     */
    private void writeLink(String name, String target) throws IOException {
        Path link = vacant(name);
        int height = root.relativize(link).getNameCount() - 1;
        boolean climbs = true;
        for (String segment : target.split("/")) {
            boolean up = segment.equals("..");
            climbs = climbs && (up || segment.equals("."));
            if (up && (!climbs || --height < 0)) {
                throw refusal(name, "is a link that leaves the directory");
            }
        }
        if (target.isEmpty() || target.startsWith("/")) {
            throw refusal(name, "is a link that leaves the directory");
        }
        Files.createSymbolicLink(link, Path.of(target));
    }

    private void writeHardLink(String name, String target) throws IOException {
        Path original = tree.resolve(target);
        boolean usable = Files.isRegularFile(original, LinkOption.NOFOLLOW_LINKS) && !original.equals(tree.place(name));
        if (!usable) {
            throw refusal(name, "is a link to " + target + ", which is no earlier file of the archive");
        }
        Files.createLink(vacant(name), original);
    }

    private Path vacant(String name) throws IOException {
        Path path = tree.place(name);
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw refusal(name, "is both a file and a directory");
        }
        Files.deleteIfExists(path);
        return path;
    }

    private TransferException refusal(String name, String why) {
        return new TransferException(archive + " is refused: the entry \"" + name + "\" " + why + ".");
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] fromHighest = PosixFilePermission.values();
        for (int bit = 0; bit < PERMISSION_BITS; bit++) {
            if ((mode >> bit & 1) == 1) {
                permissions.add(fromHighest[PERMISSION_BITS - 1 - bit]);
            }
        }
        return permissions;
    }
}
