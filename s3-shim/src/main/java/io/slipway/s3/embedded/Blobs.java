package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Immutable files, one a blob, named by number. A blob that is deleted while it is leased goes when its last reader is
 * done. Nothing is forced to the disk: what was stored outlives the process, not a power failure a moment later.
 */
final class Blobs {

    private static final int SMALLEST_BUFFER = 1 << 10;
    private static final int BUFFER = 1 << 17;
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private record Readers(int count, boolean doomed) {}

    private final ConcurrentHashMap<Long, Readers> leased = new ConcurrentHashMap<>();
    private final Path root;
    private final Path unfinished;
    private final Numbers numbers;
    private final FileAttribute<?>[] readOnly;

    Blobs(Path root, Numbers numbers) {
        this.root = root;
        this.unfinished = root.resolve("unfinished");
        this.numbers = numbers;
        try {
            Files.createDirectories(unfinished);
            readOnly = Files.getFileStore(root).supportsFileAttributeView("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--r--r--"))
                    }
                    : new FileAttribute<?>[0];
        } catch (IOException e) {
            throw failure(e);
        }
    }

    Path root() {
        return root;
    }

    Path unfinished() {
        return unfinished;
    }

    /**
     * @param length a hint; the stream is read to its end
     * @throws IOException only from the stream
     */
    Draft write(InputStream body, OptionalLong length, Set<ChecksumAlgorithm> algorithms) throws IOException {
        long blob = numbers.next();
        Path file = unfinished.resolve(HexFormat.of().toHexDigits(blob));
        byte[] buffer = new byte[Math.clamp(length.orElse(BUFFER), SMALLEST_BUFFER, BUFFER)];
        Hashing hashing = new Hashing(algorithms);
        long size = 0;
        boolean done = false;
        try (FileChannel channel = create(file)) {
            for (int read = fill(body, buffer); read > 0; read = fill(body, buffer)) {
                hashing.update(buffer, 0, read);
                writeFully(channel, ByteBuffer.wrap(buffer, 0, read));
                size += read;
            }
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(file);
            }
        }
        return new Draft(this, file, blob, size, hashing.md5(), hashing.checksums());
    }

    private FileChannel create(Path file) {
        try {
            return FileChannel.open(file, NEW, readOnly);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static int fill(InputStream body, byte[] buffer) throws IOException {
        return body.readNBytes(buffer, 0, buffer.length);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    void publish(Path file, long blob) {
        Path target = path(blob);
        try {
            try {
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                Files.createDirectories(target.getParent());
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Another blob of the same bytes, without copying them where links are possible. */
    long duplicate(long blob) {
        long copy = numbers.next();
        Path target = path(copy);
        try {
            Files.createDirectories(target.getParent());
            linkOrCopy(path(blob), target);
        } catch (IOException e) {
            throw failure(e);
        }
        return copy;
    }

    /** One blob of several, one after the other. */
    long join(List<Long> parts) {
        long joined = numbers.next();
        Path file = unfinished.resolve(HexFormat.of().toHexDigits(joined));
        try (FileChannel target = create(file)) {
            for (long part : parts) {
                append(path(part), target);
            }
        } catch (IOException e) {
            throw failure(e);
        }
        publish(file, joined);
        return joined;
    }

    private static void append(Path part, FileChannel target) throws IOException {
        try (FileChannel source = FileChannel.open(part, StandardOpenOption.READ)) {
            long size = source.size();
            for (long position = 0; position < size; ) {
                position += source.transferTo(position, size - position, target);
            }
        }
    }

    void link(long blob, Path file) {
        try {
            linkOrCopy(path(blob), file);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static void linkOrCopy(Path existing, Path file) throws IOException {
        try {
            Files.createLink(file, existing);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // Another file system, or more links than an inode can have.
            Files.copy(existing, file);
        }
    }

    /** Keeps blobs readable until the lease is closed; empty if one of them is gone already. */
    Optional<Lease> lease(List<Long> blobs) {
        List<Long> held = new ArrayList<>();
        for (long blob : blobs) {
            leased.merge(blob, new Readers(1, false), (old, one) -> new Readers(old.count() + 1, old.doomed()));
            held.add(blob);
            if (!Files.exists(path(blob))) {
                release(held);
                return Optional.empty();
            }
        }
        return Optional.of(new Lease(this, held));
    }

    void release(Collection<Long> blobs) {
        for (long blob : blobs) {
            leased.compute(blob, (number, readers) -> {
                if (readers != null && readers.count() > 1) {
                    return new Readers(readers.count() - 1, readers.doomed());
                }
                if (readers != null && readers.doomed()) {
                    remove(number);
                }
                return null;
            });
        }
    }

    void delete(Collection<Long> blobs) {
        for (long blob : blobs) {
            leased.compute(blob, (number, readers) -> {
                if (readers != null) {
                    return new Readers(readers.count(), true);
                }
                remove(number);
                return null;
            });
        }
    }

    private void remove(long blob) {
        try {
            Files.deleteIfExists(path(blob));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    Path path(long blob) {
        HexFormat hex = HexFormat.of();
        return root.resolve(hex.toHexDigits(blob >>> 16, 8))
                .resolve(hex.toHexDigits(blob >>> 8, 2))
                .resolve(hex.toHexDigits(blob));
    }

    static ObjectStoreException failure(IOException e) {
        return new ObjectStoreException("InternalError", "The object files failed: " + e, e);
    }
}
