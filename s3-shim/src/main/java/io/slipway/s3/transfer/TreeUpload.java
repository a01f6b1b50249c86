package io.slipway.s3.transfer;

import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Stores each file that a container left as an object of its own, uncompressed, under a prefix. S3 knows no links: a link to a
 * file of the same tree becomes a copy of it. Directories, devices and other links become nothing.
 */
public final class TreeUpload {

    private static final String CONTENT_TYPE = "binary/octet-stream";

    private final ObjectStore store;

    public TreeUpload(ObjectStore store) {
        this.store = store;
    }

    /**
     * Stores the files of a tar stream and closes it.
     *
     * @param prefix a file {@code a/b} becomes {@code prefix/a/b}, whether or not the prefix ends in a slash
     * @throws TransferException if a name is absolute or leads out of the directory; what came before it is stored
     */
    public Uploaded upload(InputStream tar, S3Uri prefix) {
        long files = 0;
        long bytes = 0;
        List<Link> links = new ArrayList<>();
        try (TarArchiveInputStream entries = new TarArchiveInputStream(tar, "UTF-8")) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = checked(TarEntries.relativeName(entry));
                if (entry.isLink()) {
                    links.add(new Link(name, Optional.of(checked(TarEntries.relativeName(entry.getLinkName())))));
                } else if (entry.isSymbolicLink()) {
                    links.add(new Link(name, target(name, entry.getLinkName())));
                } else if (entry.isFile() && !TarEntries.isDevice(entry)) {
                    store.put(prefix.resolve(name), new Unclosed(entries), CONTENT_TYPE);
                    files++;
                    bytes += entry.getSize();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> skipped = copyLinked(links, prefix);
        return new Uploaded(files + links.size() - skipped.size(), bytes, skipped);
    }

    /** A link may point to a link, in any order: pass over them until a pass copies none. */
    private List<String> copyLinked(List<Link> links, S3Uri prefix) {
        Deque<Link> open = new ArrayDeque<>(links);
        int unsuccessful = 0;
        while (unsuccessful < open.size()) {
            Link link = open.removeFirst();
            if (copy(link, prefix)) {
                unsuccessful = 0;
            } else {
                open.addLast(link);
                unsuccessful++;
            }
        }
        return open.stream().map(Link::name).toList();
    }

    private boolean copy(Link link, S3Uri prefix) {
        Optional<S3Uri> source = link.target().map(prefix::resolve);
        if (source.flatMap(store::find).isEmpty()) {
            return false;
        }
        try (InputStream content = store.open(source.orElseThrow())) {
            store.put(prefix.resolve(link.name()), content, CONTENT_TYPE);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String checked(String name) {
        boolean outside = name.startsWith("/") || List.of(name.split("/")).contains("..");
        if (outside) {
            throw new TransferException("The file name \"" + name + "\" leads out of its directory.");
        }
        return name;
    }

    /** Empty if the link leaves the tree: what it points to is not among the files. */
    private static Optional<String> target(String name, String linkTarget) {
        if (linkTarget.startsWith("/") || linkTarget.isEmpty()) {
            return Optional.empty();
        }
        String target = Path.of(name).resolveSibling(linkTarget).normalize().toString();
        boolean outside = target.isEmpty() || target.equals("..") || target.startsWith("../");
        return outside ? Optional.empty() : Optional.of(target);
    }

    private record Link(String name, Optional<String> target) {}

    /** The tar stream goes on after the entry that a store reads and closes. */
    private static final class Unclosed extends FilterInputStream {

        Unclosed(InputStream stream) {
            super(stream);
        }

        @Override
        public void close() {}
    }

    /**
     * What was stored.
     *
     * @param files objects made, copies for links included
     * @param bytes in the files proper
     * @param skippedLinks names of links that point to nothing that was stored
     */
    public record Uploaded(long files, long bytes, List<String> skippedLinks) {

        public Uploaded {
            skippedLinks = List.copyOf(skippedLinks);
        }
    }
}
