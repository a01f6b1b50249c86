package io.slipway.emulator.metrics;

import java.util.List;

/** How the samples lie on disk: those of a metric side by side, in the order of their times. */
final class MetricTables {

    static final List<List<String>> STEPS = List.of(List.of(
            """
            CREATE TABLE metric (
                id         INTEGER PRIMARY KEY,
                region     TEXT NOT NULL,
                namespace  TEXT NOT NULL,
                name       TEXT NOT NULL,
                dimensions TEXT NOT NULL -- an object, its names sorted
            )""", "CREATE UNIQUE INDEX metric_by_name ON metric (region, namespace, dimensions, name)", """
            CREATE TABLE dimension (
                name   TEXT NOT NULL,
                value  TEXT NOT NULL,
                metric INTEGER NOT NULL,
                PRIMARY KEY (name, value, metric)
            ) WITHOUT ROWID""", """
            CREATE TABLE sample (
                metric   INTEGER NOT NULL,
                time     INTEGER NOT NULL, -- epoch milliseconds
                sequence INTEGER NOT NULL, -- among those of one time
                sum      REAL NOT NULL,
                count    REAL, -- this and the next two are null for a single value
                minimum  REAL,
                maximum  REAL,
                unit     TEXT, -- null for None
                step     INTEGER,
                PRIMARY KEY (metric, time, sequence)
            ) WITHOUT ROWID"""));

    private MetricTables() {}
}
