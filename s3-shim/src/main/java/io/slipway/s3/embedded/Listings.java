package io.slipway.s3.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists keys by range scans that leap over what a common prefix stands for. */
public final class Listings {

    private static final int FIRST_BATCH = 64;
    private static final int LARGEST_BATCH = 1001;

    private final Index index;

    Listings(Index index) {
        this.index = index;
    }

    public KeyPage list(KeyQuery query) {
        return index.read(session -> {
            Buckets.get(session, query.bucket());
            return new Scan(session, query).run();
        });
    }

    public VersionPage list(VersionQuery query) {
        return index.read(session -> {
            Buckets.get(session, query.bucket());
            return new VersionScan(session, query).run();
        });
    }

    /** Where the page after that key or common prefix begins, to be bound in a query. */
    static Object start(String prefix, String delimiter, String after) {
        if (after.isEmpty()) {
            return prefix;
        }
        Optional<String> rolled = commonPrefix(after, prefix, delimiter);
        if (rolled.isPresent() && rolled.get().equals(after)) {
            return Keys.endOf(after);
        }
        return Keys.later(prefix, Keys.next(after));
    }

    /** The part of the key up to the first delimiter behind the prefix. */
    static Optional<String> commonPrefix(String key, String prefix, String delimiter) {
        if (delimiter.isEmpty() || !key.startsWith(prefix)) {
            return Optional.empty();
        }
        int at = key.indexOf(delimiter, prefix.length());
        return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + delimiter.length()));
    }

    private static final class Scan {

        private final Session session;
        private final KeyQuery query;
        private final List<Version> objects = new ArrayList<>();
        private final List<String> prefixes = new ArrayList<>();
        private String last = "";
        private Object from;
        private boolean truncated;

        Scan(Session session, KeyQuery query) {
            this.session = session;
            this.query = query;
            this.from = start(query.prefix(), query.delimiter(), query.after());
        }

        KeyPage run() {
            int batch = query.delimiter().isEmpty() ? Math.min(query.limit() + 1, LARGEST_BATCH) : FIRST_BATCH;
            while (!truncated) {
                List<Version> rows = session.list(
                        "SELECT " + Version.COLUMNS + " FROM version WHERE bucket = ? AND key >= ? AND key < ?"
                                + " ORDER BY key, sequence DESC LIMIT ?",
                        Version::read,
                        query.bucket(),
                        from,
                        Keys.endOf(query.prefix()),
                        batch);
                boolean leapt = take(rows);
                if (rows.size() < batch) {
                    break;
                }
                batch = leapt ? FIRST_BATCH : Math.min(2 * batch, LARGEST_BATCH);
            }
            return new KeyPage(objects, prefixes, truncated, last);
        }

        /** @return whether the batch ended below a common prefix, so that the rest of those keys is passed over */
        private boolean take(List<Version> rows) {
            String key = "";
            Optional<String> open = Optional.empty();
            for (Version row : rows) {
                boolean older = row.key().equals(key) && !key.isEmpty();
                key = row.key();
                from = Keys.next(key);
                if (older
                        || row.deleteMarker()
                        || open.filter(row.key()::startsWith).isPresent()) {
                    continue;
                }
                if (objects.size() + prefixes.size() == query.limit()) {
                    truncated = true;
                    return false;
                }
                open = commonPrefix(key, query.prefix(), query.delimiter());
                open.ifPresentOrElse(prefixes::add, () -> objects.add(row));
                last = open.orElse(key);
            }
            boolean below = open.filter(key::startsWith).isPresent();
            if (below) {
                from = Keys.endOf(open.orElseThrow());
            }
            return below;
        }
    }
}
