package io.slipway.emulator.training;

import io.slipway.emulator.job.Workspace;
import io.slipway.emulator.job.Workspaces;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Directories of input data for all jobs that want the very same at one time, as those of a tuning job do: who comes first
 * fills one, who goes last removes it.
 */
final class SharedChannels {

    private static final String DIRECTORY = "data";

    private final Workspaces workspaces;
    private final ConcurrentMap<String, Data> all = new ConcurrentHashMap<>();

    SharedChannels(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    /** Brings the data; the directory is there and empty. */
    @FunctionalInterface
    interface Filling {
        void fill(Path directory) throws InterruptedException;
    }

    private static final class Data {
        private final Workspace workspace;
        private final ReentrantLock filling = new ReentrantLock();
        private boolean filled;
        private int users;

        Data(Workspace workspace) {
            this.workspace = workspace;
        }

        Path directory() {
            return workspace.directory().resolve(DIRECTORY);
        }
    }

    /** The use of a directory, which must not be written to. */
    final class Lease implements AutoCloseable {

        private final String content;
        private final Path directory;

        private Lease(String content, Path directory) {
            this.content = content;
            this.directory = directory;
        }

        Path directory() {
            return directory;
        }

        @Override
        public void close() {
            release(content);
        }
    }

    /**
     * @param content says what is in the directory: the same text, the same data
     * @param filling called unless the data are there; if it fails, the next who wants them tries anew
     */
    Lease lease(String content, Filling filling) throws InterruptedException {
        Data data = all.compute(content, (key, known) -> {
            Data used = known == null ? new Data(workspaces.createShared()) : known;
            used.users++;
            return used;
        });
        boolean leased = false;
        try {
            Path directory = fill(data, filling);
            leased = true;
            return new Lease(content, directory);
        } finally {
            if (!leased) {
                release(content);
            }
        }
    }

    private static Path fill(Data data, Filling filling) throws InterruptedException {
        data.filling.lockInterruptibly();
        try {
            if (!data.filled) {
                data.workspace.close();
                filling.fill(data.workspace.subdirectory(DIRECTORY));
                data.filled = true;
            }
            return data.directory();
        } finally {
            data.filling.unlock();
        }
    }

    private void release(String content) {
        var last = new AtomicReference<@Nullable Data>();
        all.computeIfPresent(content, (key, data) -> {
            data.users--;
            if (data.users > 0) {
                return data;
            }
            last.set(data);
            return null;
        });
        // Beside the map: it may take a while, and who comes now gets another directory.
        Optional.ofNullable(last.get()).ifPresent(data -> data.workspace.close());
    }
}
