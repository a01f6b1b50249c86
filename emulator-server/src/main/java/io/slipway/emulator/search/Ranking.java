package io.slipway.emulator.search;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The best so many of all that are added, in order; the others are only counted. */
final class Ranking {

    /**
     * What was found.
     *
     * @param key empty if it has no value to sort by: those come last in either order
     * @param arn tells those of one key apart
     */
    record Ranked(Optional<SortKey> key, String arn, SearchSource source, Resource resource) {}

    /** The last of the page before. */
    record Place(Optional<SortKey> key, String arn) {}

    private final Comparator<Place> order;
    private final Optional<Place> after;
    private final int limit;
    private final TreeSet<Ranked> best;
    private long count;

    Ranking(boolean descending, Optional<Place> after, int limit) {
        Comparator<SortKey> keys = descending ? SortKey.ORDER.reversed() : SortKey.ORDER;
        Comparator<Place> byKey = Comparator.comparing(place -> place.key().orElse(null), Comparator.nullsLast(keys));
        order = byKey.thenComparing(Place::arn);
        this.after = after;
        this.limit = limit;
        best = new TreeSet<>(Comparator.comparing(Ranking::place, order));
    }

    private static Place place(Ranked ranked) {
        return new Place(ranked.key(), ranked.arn());
    }

    void add(Ranked ranked) {
        count++;
        if (after.isPresent() && order.compare(place(ranked), after.get()) <= 0) {
            return;
        }
        best.add(ranked);
        // One more tells whether there is another page.
        if (best.size() > limit + 1) {
            best.pollLast();
        }
    }

    List<Ranked> page() {
        return best.stream().limit(limit).toList();
    }

    Optional<Place> next() {
        return best.size() > limit ? Optional.of(place(page().getLast())) : Optional.empty();
    }

    Document totalHits() {
        return Document.EMPTY.with("Value", count).with("Relation", "EqualTo");
    }
}
