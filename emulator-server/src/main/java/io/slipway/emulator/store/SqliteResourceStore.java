package io.slipway.emulator.store;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.Database.Session;
import io.slipway.emulator.wire.Document;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The resources in one table; names are compared without regard to case by its collation. */
public final class SqliteResourceStore implements ResourceStore, TagStore, ResourceScan {

    static final String COLUMNS = "arn, status, parent, created, modified, request, managed";

    private static final String BY_NAME = " WHERE kind = ? AND region = ? AND name = ?";

    private final Database database;
    private final InstantSource clock;

    public SqliteResourceStore(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public boolean insertIfAbsent(Resource resource) {
        Tags tags = Tags.of(resource.request());
        return database.write(session -> {
            PreparedStatement insert = session.prepare("INSERT INTO resource (kind, region, name, " + COLUMNS
                    + ", tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
            bindName(insert, resource.arn());
            insert.setString(4, resource.arn().toString());
            insert.setString(5, resource.status());
            insert.setString(6, resource.parent().map(Arn::toString).orElse(null));
            insert.setLong(7, resource.creationTime().toEpochMilli());
            insert.setLong(8, resource.lastModifiedTime().toEpochMilli());
            insert.setString(9, resource.request().toJson());
            insert.setString(10, resource.managed().toJson());
            insert.setString(11, toJson(tags));
            return insert.executeUpdate() == 1;
        });
    }

    @Override
    public Optional<Resource> find(Arn arn) {
        return database.read(session -> find(session, arn));
    }

    @Override
    public Optional<Resource> update(Arn arn, UnaryOperator<Resource> change) {
        return database.write(session -> {
            Optional<Resource> found = find(session, arn);
            if (found.isEmpty()) {
                return found;
            }
            Resource before = found.get();
            Resource after = change.apply(before);
            if (after.equals(before)) {
                return found;
            }
            Instant now = Instant.ofEpochMilli(clock.millis());
            PreparedStatement update =
                    session.prepare("UPDATE resource SET status = ?, modified = ?, request = ?, managed = ?"
                            + " WHERE kind = ? AND region = ? AND name = ?");
            update.setString(1, after.status());
            update.setLong(2, now.toEpochMilli());
            update.setString(3, after.request().toJson());
            update.setString(4, after.managed().toJson());
            update.setString(5, arn.kind());
            update.setString(6, arn.region());
            update.setString(7, arn.name());
            update.executeUpdate();
            return Optional.of(new Resource(
                    before.arn(),
                    after.status(),
                    before.parent(),
                    before.creationTime(),
                    now,
                    after.request(),
                    after.managed()));
        });
    }

    @Override
    public boolean delete(Arn arn) {
        return database.write(session -> {
            PreparedStatement delete = session.prepare("DELETE FROM resource" + BY_NAME);
            bindName(delete, arn);
            return delete.executeUpdate() == 1;
        });
    }

    @Override
    public Page page(PageRequest request) {
        var query = new PageQuery(request);
        return database.read(query::run);
    }

    @Override
    public List<Resource> withStatus(String kind, List<String> statuses) {
        String marks = String.join(", ", Collections.nCopies(statuses.size(), "?"));
        return database.read(session -> {
            PreparedStatement select = session.prepare("SELECT " + COLUMNS
                    + " FROM resource WHERE kind = ? AND status IN (" + marks + ") ORDER BY created, name");
            select.setString(1, kind);
            for (int i = 0; i < statuses.size(); i++) {
                select.setString(i + 2, statuses.get(i));
            }
            return readAll(select);
        });
    }

    @Override
    public List<Resource> childrenOf(Arn parent) {
        return database.read(session -> {
            PreparedStatement select =
                    session.prepare("SELECT " + COLUMNS + " FROM resource WHERE parent = ? ORDER BY name");
            select.setString(1, parent.toString());
            return readAll(select);
        });
    }

    @Override
    public Optional<Tags> findTags(Arn resource) {
        return database.read(session -> findTags(session, resource));
    }

    @Override
    public Optional<Tags> updateTags(Arn resource, UnaryOperator<Tags> change) {
        return database.write(session -> {
            Optional<Tags> changed = findTags(session, resource).map(change);
            if (changed.isPresent()) {
                PreparedStatement update =
                        session.prepare("UPDATE resource SET tags = ? WHERE kind = ? AND region = ? AND name = ?");
                update.setString(1, toJson(changed.get()));
                update.setString(2, resource.kind());
                update.setString(3, resource.region());
                update.setString(4, resource.name());
                update.executeUpdate();
            }
            return changed;
        });
    }

    @Override
    public void scan(String kind, String region, Optional<Set<String>> members, BiConsumer<Resource, Tags> reader) {
        database.read(session -> {
            PreparedStatement select =
                    session.prepare("SELECT " + COLUMNS + ", tags FROM resource WHERE kind = ? AND region = ?");
            select.setString(1, kind);
            select.setString(2, region);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    reader.accept(
                            read(
                                    rows,
                                    json -> members.map(names -> PartialDocument.read(json, names))
                                            .orElseGet(() -> Document.parse(json))),
                            tags(rows.getString(8)));
                }
            }
            return kind;
        });
    }

    private static Tags tags(String json) {
        return json.equals("{}")
                ? Tags.NONE
                : new Tags(Document.parse("{\"Tags\":" + json + "}").stringMap("Tags"));
    }

    private static Optional<Tags> findTags(Session session, Arn arn) throws SQLException {
        PreparedStatement select = session.prepare("SELECT tags FROM resource" + BY_NAME);
        bindName(select, arn);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(tags(row.getString(1))) : Optional.empty();
        }
    }

    private static String toJson(Tags tags) {
        return Document.JSON.valueToTree(tags.byKey()).toString();
    }

    private static Optional<Resource> find(Session session, Arn arn) throws SQLException {
        PreparedStatement select = session.prepare("SELECT " + COLUMNS + " FROM resource" + BY_NAME);
        bindName(select, arn);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? Optional.of(read(row)) : Optional.empty();
        }
    }

    private static void bindName(PreparedStatement statement, Arn arn) throws SQLException {
        statement.setString(1, arn.kind());
        statement.setString(2, arn.region());
        statement.setString(3, arn.name());
    }

    static List<Resource> readAll(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<Resource> resources = new ArrayList<>();
            while (rows.next()) {
                resources.add(read(rows));
            }
            return resources;
        }
    }

    private static Resource read(ResultSet row) throws SQLException {
        return read(row, Document::parse);
    }

    private static Resource read(ResultSet row, Function<String, Document> parser) throws SQLException {
        return new Resource(
                Arn.parse(row.getString(1)),
                row.getString(2),
                Optional.ofNullable(row.getString(3)).map(Arn::parse),
                Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)),
                parser.apply(row.getString(6)),
                parser.apply(row.getString(7)));
    }
}
