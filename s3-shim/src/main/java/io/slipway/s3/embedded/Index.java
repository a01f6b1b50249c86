package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** The SQLite database: one writer, several readers that see what was committed before they began. */
final class Index implements AutoCloseable {

    private static final int READERS = 4;

    private final ReentrantLock writing = new ReentrantLock();
    private final BlockingQueue<Session> readers = new LinkedBlockingQueue<>();
    private final Session writer;

    Index(Path file) {
        writer = new Session(connect(file));
        try {
            Schema.create(writer);
        } catch (ObjectStoreException e) {
            writer.close();
            throw new ObjectStoreException(e.code(), e.getMessage() + ": " + file, e);
        }
        for (int i = 0; i < READERS; i++) {
            readers.add(new Session(connect(file)));
        }
    }

    /** One transaction: all of the work is stored before this returns, or none if it throws. */
    <T> T write(Function<Session, T> work) {
        writing.lock();
        try {
            writer.update("BEGIN IMMEDIATE");
            boolean done = false;
            try {
                T result = work.apply(writer);
                writer.update("COMMIT");
                done = true;
                return result;
            } finally {
                if (!done) {
                    writer.update("ROLLBACK");
                }
            }
        } finally {
            writing.unlock();
        }
    }

    <T> T read(Function<Session, T> work) {
        Session session = takeReader();
        try {
            return work.apply(session);
        } finally {
            readers.add(session);
        }
    }

    /** Waits through interrupts: a query is short, and a half-answered request helps nobody. */
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

    @Override
    public void close() {
        writing.lock();
        try {
            for (int i = 0; i < READERS; i++) {
                takeReader().close();
            }
            writer.close();
        } finally {
            writing.unlock();
        }
    }

    private static Connection connect(Path file) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode=WAL");
                statement.execute("PRAGMA synchronous=NORMAL");
                statement.execute("PRAGMA busy_timeout=10000");
                statement.execute("PRAGMA cache_size=-16000");
            }
            return connection;
        } catch (SQLException e) {
            throw Session.failure(e);
        }
    }
}
