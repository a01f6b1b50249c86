package io.slipway.emulator.metrics;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is made of the samples of one period. */
sealed interface Statistic {

    /** Of what the database adds up. */
    record Plain(String name, ToDoubleFunction<Bucket> of) implements Statistic {}

    /**
     * A value that so many of a hundred are not above.
     *
     * @param name as the client wrote it
     */
    record Percentile(String name, double percent) implements Statistic {}

    Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,10})?|100)");

    String name();

    /** Empty if there is no such statistic. */
    static Optional<Statistic> parse(String name) {
        return switch (name) {
            case "SampleCount" -> Optional.of(new Plain(name, Bucket::count));
            case "Average" -> Optional.of(new Plain(name, bucket -> bucket.sum() / bucket.count()));
            case "Sum" -> Optional.of(new Plain(name, Bucket::sum));
            case "Minimum" -> Optional.of(new Plain(name, Bucket::minimum));
            case "Maximum" -> Optional.of(new Plain(name, Bucket::maximum));
            default -> {
                Matcher matcher = PERCENTILE.matcher(name);
                yield matcher.matches()
                        ? Optional.of(new Percentile(name, Double.parseDouble(matcher.group(1))))
                        : Optional.empty();
            }
        };
    }
}
