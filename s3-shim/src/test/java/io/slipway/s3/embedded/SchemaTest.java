package io.slipway.s3.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.s3.ObjectStoreException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a directory of another version of Slipway meets with. */
final class SchemaTest {

    private final Path directory;

    SchemaTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void indexOfANewerVersionIsRefusedAndStaysAsItIs() throws SQLException {
        open();
        execute("PRAGMA user_version = 99");
        assertThatThrownBy(this::open)
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("schema 99, this one knows 1")
                .hasMessageContaining("objects.db");
        execute("PRAGMA user_version = 1");
        assertThat(bucketExistsAfterOpening()).isTrue();
    }

    @Test
    void tablesOfAnUnknownShapeAreRefused() throws SQLException {
        open();
        execute("PRAGMA user_version = 0");
        execute("ALTER TABLE version RENAME COLUMN upload TO origin");
        assertThatThrownBy(this::open).isInstanceOf(ObjectStoreException.class).hasMessageContaining("another version");
    }

    @Test
    void firstTablesWhichHadNoVersionAreTakenOver() throws SQLException {
        open();
        execute("PRAGMA user_version = 0");
        assertThat(bucketExistsAfterOpening()).isTrue();
    }

    private void open() {
        try (var store = new EmbeddedStore(directory, InstantSource.system())) {
            store.createBucket("bucket");
        }
    }

    private boolean bucketExistsAfterOpening() {
        try (var store = new EmbeddedStore(directory, InstantSource.system())) {
            return store.bucketExists("bucket");
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("objects.db"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
