package io.slipway.emulator.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The tables of the resources, as the steps that made them: a step that was released is never changed, only followed by another. */
final class Migrations {

    private Migrations() {}

    static final List<List<String>> STEPS = List.of(List.of(
            """
            CREATE TABLE resource (
                kind     TEXT NOT NULL,
                region   TEXT NOT NULL,
                name     TEXT NOT NULL COLLATE NOCASE,
                arn      TEXT NOT NULL,
                status   TEXT NOT NULL,
                parent   TEXT COLLATE NOCASE,
                created  INTEGER NOT NULL, -- epoch milliseconds, as modified
                modified INTEGER NOT NULL,
                tags     TEXT NOT NULL,
                managed  TEXT NOT NULL,
                request  TEXT NOT NULL
            )""",
            "CREATE UNIQUE INDEX resource_by_name ON resource (kind, region, name)",
            "CREATE INDEX resource_by_creation ON resource (kind, region, created, name)",
            "CREATE INDEX resource_by_status ON resource (kind, region, status, name)",
            "CREATE INDEX resource_by_status_creation ON resource (kind, region, status, created, name)",
            "CREATE INDEX child_by_name ON resource (parent, kind, region, name) WHERE parent IS NOT NULL",
            "CREATE INDEX child_by_creation ON resource (parent, kind, region, created, name)"
                    + " WHERE parent IS NOT NULL",
            "CREATE INDEX child_by_status ON resource (parent, kind, region, status, name)"
                    + " WHERE parent IS NOT NULL"));

    /** Brings the tables up to the newest step, in one transaction. */
    static void apply(Connection connection, List<List<String>> steps) throws SQLException {
        try (var statement = connection.createStatement()) {
            int version;
            try (var result = statement.executeQuery("PRAGMA user_version")) {
                version = result.getInt(1);
            }
            if (version > steps.size()) {
                throw new StoreException("the database is of a newer Slipway (schema " + version + ", this one knows "
                        + steps.size() + ")");
            }
            for (List<String> step : steps.subList(version, steps.size())) {
                for (String sql : step) {
                    statement.execute(sql);
                }
            }
            statement.execute("PRAGMA user_version = " + steps.size());
            connection.commit();
        }
    }
}
