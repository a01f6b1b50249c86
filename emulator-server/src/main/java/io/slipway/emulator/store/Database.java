package io.slipway.emulator.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * One SQLite file: one connection that writes, a few that read beside it. What {@link #write} has returned from survives
 * the death of the process.
 */
public final class Database implements AutoCloseable {

    private static final int READERS = 4;
    private static final int BUSY_TIMEOUT_MILLIS = 10_000;

    /** Pages that change are those that were read before: the writer keeps them. Negative is kibibytes. */
    private static final int WRITER_CACHE = -16_000;

    private static final int READER_CACHE = -2_000;

    private final Session writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final List<Session> allReaders = new ArrayList<>();
    private final BlockingQueue<Session> readers = new ArrayBlockingQueue<>(READERS);

    private Database(Path file, List<List<String>> steps) throws SQLException {
        writer = new Session(connect(file, WRITER_CACHE));
        writer.connection.setAutoCommit(false);
        Migrations.apply(writer.connection, steps);
        for (int i = 0; i < READERS; i++) {
            var reader = new Session(connect(file, READER_CACHE));
            allReaders.add(reader);
            readers.add(reader);
        }
    }

    /** Opens the file of the resources, making it and its directory when they are new, and brings its tables up to date. */
    public static Database open(Path file) {
        return open(file, Migrations.STEPS);
    }

    /**
     * Opens a file of other tables.
     *
     * @param steps the statements that made them: a step that was released is never changed, only followed by another
     */
    public static Database open(Path file, List<List<String>> steps) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new Database(file, steps);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new StoreException("cannot open " + file, e);
        }
    }

    private static Connection connect(Path file, int cache) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // In WAL mode a commit then survives the process but costs no fsync.
        config.setSynchronous(SynchronousMode.NORMAL);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setCacheSize(cache);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    /** What is done with a connection; must not keep anything of it. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Session session) throws SQLException;
    }

    /** A connection with its prepared statements. */
    public static final class Session {

        private final Connection connection;
        private final Map<String, PreparedStatement> statements = new HashMap<>();

        private Session(Connection connection) {
            this.connection = connection;
        }

        /** The statement of that text, prepared once; whoever runs it closes its result, not the statement. */
        public PreparedStatement prepare(String sql) throws SQLException {
            PreparedStatement known = statements.get(sql);
            if (known != null) {
                return known;
            }
            PreparedStatement prepared = connection.prepareStatement(sql);
            statements.put(sql, prepared);
            return prepared;
        }
    }

    public <T> T read(Work<T> work) {
        Session session = takeReader();
        try {
            return work.run(session);
        } catch (SQLException e) {
            throw new StoreException("cannot read the database", e);
        } finally {
            readers.add(session);
        }
    }

    /** An interrupt is left to whoever waits for longer: readers come back within milliseconds. */
    private Session takeReader() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return readers.take();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Runs in a transaction of its own, which nothing interleaves with and which is undone if the work throws. */
    public <T> T write(Work<T> work) {
        writing.lock();
        try {
            T result = work.run(writer);
            writer.connection.commit();
            return result;
        } catch (SQLException e) {
            rollBack();
            throw new StoreException("cannot write the database", e);
        } catch (RuntimeException e) {
            rollBack();
            throw e;
        } finally {
            writing.unlock();
        }
    }

    private void rollBack() {
        try {
            writer.connection.rollback();
        } catch (SQLException e) {
            throw new StoreException("cannot undo a change of the database", e);
        }
    }

    @Override
    public void close() {
        writing.lock();
        try {
            for (Session reader : allReaders) {
                reader.connection.close();
            }
            writer.connection.close();
        } catch (SQLException e) {
            throw new StoreException("cannot close the database", e);
        } finally {
            writing.unlock();
        }
    }
}
