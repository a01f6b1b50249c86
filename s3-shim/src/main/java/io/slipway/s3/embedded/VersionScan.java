package io.slipway.s3.embedded;

import io.slipway.s3.embedded.VersionPage.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One listing of versions. */
final class VersionScan {

    private static final int BATCH = 1001;

    private final Session session;
    private final VersionQuery query;
    private final List<Entry> entries = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private String lastKey = "";
    private String lastId = "";
    private boolean truncated;

    /** The scan goes on at this key, below this sequence. */
    private Object fromKey;

    private long below = Long.MAX_VALUE;

    VersionScan(Session session, VersionQuery query) {
        this.session = session;
        this.query = query;
        this.fromKey = Listings.start(query.prefix(), query.delimiter(), query.afterKey());
    }

    VersionPage run() {
        if (!query.afterId().isEmpty()) {
            VersionTable.byId(session, query.bucket(), query.afterKey(), query.afterId())
                    .ifPresent(version -> goOnAfter(version));
        }
        while (!truncated) {
            List<Version> rows = session.list(
                    "SELECT " + Version.COLUMNS
                            + " FROM version WHERE bucket = ? AND key >= ? AND key < ? AND NOT (key = ? AND sequence >= ?)"
                            + " ORDER BY key, sequence DESC LIMIT ?",
                    Version::read,
                    query.bucket(),
                    fromKey,
                    Keys.endOf(query.prefix()),
                    fromKey,
                    below,
                    BATCH);
            rows.forEach(this::take);
            if (rows.size() < BATCH) {
                break;
            }
            goOnAfter(rows.getLast());
        }
        return new VersionPage(entries, prefixes, truncated, lastKey, lastId);
    }

    private void goOnAfter(Version version) {
        fromKey = version.key();
        below = version.sequence();
    }

    private void take(Version row) {
        Optional<String> rolled = Listings.commonPrefix(row.key(), query.prefix(), query.delimiter());
        if (truncated || rolled.filter(lastKey::equals).isPresent()) {
            return;
        }
        if (entries.size() + prefixes.size() == query.limit()) {
            truncated = true;
            return;
        }
        if (rolled.isPresent()) {
            prefixes.add(rolled.get());
            lastKey = rolled.get();
            lastId = "";
            return;
        }
        entries.add(new Entry(row, isLatest(row)));
        lastKey = row.key();
        lastId = row.id();
    }

    private boolean isLatest(Version row) {
        return VersionTable.newest(session, row.bucket(), row.key())
                .filter(newest -> newest.sequence() == row.sequence())
                .isPresent();
    }
}
