package io.slipway.emulator.metrics;

import io.slipway.emulator.metrics.Statistic.Percentile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Percentiles of the values of each period, between two values in proportion to their distance. The values come in their
 * order, one period after the other, so that only one period is held.
 */
final class Percentiles {

    private record Place(long start, String unit) {}

    private final List<Percentile> wanted;
    private final Map<Place, Map<String, Double>> found = new HashMap<>();
    private Place place = new Place(Long.MIN_VALUE, "");
    private double[] values = new double[64];
    private double[] counts = new double[64];
    private int size;

    private Percentiles(List<Percentile> wanted) {
        this.wanted = wanted;
    }

    static Percentiles of(MetricReads reads, BucketQuery query, List<Percentile> wanted) {
        Percentiles percentiles = new Percentiles(wanted);
        if (!wanted.isEmpty()) {
            reads.values(query, percentiles::add);
            percentiles.settle();
        }
        return percentiles;
    }

    /** By the names of the statistics; none if the single values of the period are not known. */
    Map<String, Double> in(Bucket bucket) {
        return found.getOrDefault(new Place(bucket.start(), bucket.unit()), Map.of());
    }

    private void add(long start, String unit, double value, double count) {
        Place next = new Place(start, unit);
        if (!next.equals(place)) {
            settle();
            place = next;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        values[size] = value;
        counts[size++] = count;
    }

    private void settle() {
        if (size == 0) {
            return;
        }
        Map<String, Double> byName = new HashMap<>();
        for (Percentile percentile : wanted) {
            byName.put(percentile.name(), value(percentile.percent()));
        }
        found.put(place, byName);
        size = 0;
    }

    private double value(double percent) {
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += counts[i];
        }
        double rank = percent / 100 * (total - 1);
        double passed = 0;
        for (int i = 0; i < size; i++) {
            double last = passed + counts[i] - 1;
            if (rank <= last || i == size - 1) {
                return values[i];
            }
            if (rank < last + 1) {
                return values[i] + (rank - last) * (values[i + 1] - values[i]);
            }
            passed += counts[i];
        }
        return values[size - 1];
    }

    static List<Percentile> among(List<Statistic> statistics) {
        List<Percentile> percentiles = new ArrayList<>();
        for (Statistic statistic : statistics) {
            if (statistic instanceof Percentile percentile) {
                percentiles.add(percentile);
            }
        }
        return percentiles;
    }
}
