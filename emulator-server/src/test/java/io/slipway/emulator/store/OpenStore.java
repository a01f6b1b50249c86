package io.slipway.emulator.store;

import java.nio.file.Path;
import java.time.InstantSource;

/** A store in a directory of its own, for the tests of what stands on it. */
public final class OpenStore implements AutoCloseable {

    private final Database database;
    private final SqliteResourceStore store;

    public OpenStore(Path directory, InstantSource clock) {
        database = Database.open(directory.resolve("slipway.db"));
        store = new SqliteResourceStore(database, clock);
    }

    public SqliteResourceStore store() {
        return store;
    }

    @Override
    public void close() {
        database.close();
    }
}
