package io.slipway.emulator.store;

import io.slipway.emulator.aws.PageToken;
import io.slipway.emulator.store.Database.Session;
import io.slipway.emulator.store.PageRequest.SortBy;
import io.slipway.emulator.wire.ApiException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One page by keyset: it begins after the last row of the page before, in the order of an index, so that neither the
 * number of rows nor insertions in between matter.
 */
final class PageQuery {

    private final PageRequest request;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> arguments = new ArrayList<>();

    PageQuery(PageRequest request) {
        this.request = request;
        sql.append("SELECT ").append(SqliteResourceStore.COLUMNS).append(" FROM resource INDEXED BY ");
        sql.append(index());
        sql.append(" WHERE kind = ? AND region = ?");
        arguments.add(request.kind());
        arguments.add(request.region());
        request.parent().ifPresent(parent -> where("parent = ?", parent.toString()));
        request.status().ifPresent(status -> where("status = ?", status));
        request.nameContains().ifPresent(text -> where("instr(name, ?) > 0", text));
        where("created >", request.createdAfter());
        where("created <", request.createdBefore());
        where("modified >", request.modifiedAfter());
        where("modified <", request.modifiedBefore());
        request.nextToken().ifPresent(this::startAfter);
        String order = request.descending() ? " DESC" : "";
        sql.append(" ORDER BY ");
        if (!sortColumn().equals("name")) {
            sql.append(sortColumn()).append(order).append(", ");
        }
        sql.append("name").append(order).append(" LIMIT ?");
        // One more tells whether there is another page.
        arguments.add((long) request.limit() + 1);
    }

    Page run(Session session) throws SQLException {
        PreparedStatement select = session.prepare(sql.toString());
        for (int i = 0; i < arguments.size(); i++) {
            select.setObject(i + 1, arguments.get(i));
        }
        List<Resource> found = SqliteResourceStore.readAll(select);
        if (found.size() <= request.limit()) {
            return new Page(found, Optional.empty());
        }
        List<Resource> page = found.subList(0, request.limit());
        return new Page(page, Optional.of(token(page.getLast())));
    }

    private String index() {
        String sort = sortColumn();
        if (request.parent().isPresent()) {
            return sort.equals("created")
                    ? "child_by_creation"
                    : sort.equals("status") ? "child_by_status" : "child_by_name";
        }
        if (sort.equals("created")) {
            return request.status().isPresent() ? "resource_by_status_creation" : "resource_by_creation";
        }
        return request.status().isPresent() || sort.equals("status") ? "resource_by_status" : "resource_by_name";
    }

    private String sortColumn() {
        return switch (request.sortBy()) {
            case NAME -> "name";
            case CREATION_TIME -> "created";
            case STATUS -> "status";
        };
    }

    private void where(String condition, Object argument) {
        sql.append(" AND ").append(condition);
        arguments.add(argument);
    }

    private void where(String comparison, Optional<Instant> time) {
        time.ifPresent(bound -> where(comparison + " ?", bound.toEpochMilli()));
    }

    private void startAfter(String token) {
        List<String> parts = PageToken.decode(token)
                .filter(found -> found.size() == 4
                        && found.get(0).equals(request.sortBy().name())
                        && found.get(1).equals(Boolean.toString(request.descending())))
                .orElseThrow(() -> ApiException.validation("Invalid NextToken"));
        String comparison = request.descending() ? "<" : ">";
        if (request.sortBy() == SortBy.NAME) {
            where("name " + comparison + " ?", parts.get(3));
            return;
        }
        sql.append(" AND (")
                .append(sortColumn())
                .append(", name) ")
                .append(comparison)
                .append(" (?, ?)");
        arguments.add(request.sortBy() == SortBy.CREATION_TIME ? (Object) Long.valueOf(parts.get(2)) : parts.get(2));
        arguments.add(parts.get(3));
    }

    private String token(Resource last) {
        String key = switch (request.sortBy()) {
            case NAME -> "";
            case CREATION_TIME -> Long.toString(last.creationTime().toEpochMilli());
            case STATUS -> last.status();
        };
        return PageToken.encode(
                List.of(request.sortBy().name(), Boolean.toString(request.descending()), key, last.name()));
    }
}
