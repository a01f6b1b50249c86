package io.slipway.emulator.metrics;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * PutMetricData: all of a request or nothing.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html">PutMetricData</a>
 */
record PutRequest(MetricStore store, InstantSource clock) {

    private static final int MOST_DATA = 1000;
    private static final int MOST_VALUES = 150;
    private static final Duration OLDEST = Duration.ofDays(14);
    private static final Duration NEWEST = Duration.ofHours(2);

    Document handle(RequestContext context, Document request) {
        String namespace = request.getString("Namespace");
        if (namespace.startsWith("AWS/")) {
            throw MetricOperations.invalidValue(
                    "The value AWS/ for parameter Namespace is invalid: it is kept for AWS services.");
        }
        List<Document> data = Stream.concat(
                        request.documents("MetricData").stream(),
                        request.documents("EntityMetricData").stream()
                                .flatMap(entity -> entity.documents("MetricData").stream()))
                .toList();
        if (data.isEmpty()) {
            throw new ApiException(ApiError.MISSING_REQUIRED_PARAMETER, "The parameter MetricData is required.");
        }
        if (data.size() > MOST_DATA) {
            throw MetricOperations.invalidValue(
                    "The collection MetricData must not have a size greater than " + MOST_DATA + ".");
        }
        List<MetricStore.Reported> entries = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            Document datum = data.get(i);
            MetricKey key = MetricKey.of(context.region(), datum.with("Namespace", namespace));
            samples(datum, "MetricData.member." + (i + 1))
                    .forEach(sample -> entries.add(new MetricStore.Reported(key, sample)));
        }
        store.put(entries);
        return Document.EMPTY;
    }

    private List<Sample> samples(Document datum, String parameter) {
        Instant time = time(datum, parameter);
        String unit = datum.findString("Unit").orElse(Sample.NO_UNIT);
        List<String> given = Stream.of("Value", "StatisticValues", "Values")
                .filter(datum::has)
                .toList();
        if (given.isEmpty()) {
            throw new ApiException(
                    ApiError.MISSING_REQUIRED_PARAMETER,
                    "The parameter " + parameter + ".Value, .Values or .StatisticValues is required.");
        }
        if (given.size() > 1) {
            throw MetricOperations.invalidCombination("The parameters " + parameter + "." + given.get(0) + " and "
                    + parameter + "." + given.get(1) + " are mutually exclusive and you have specified both.");
        }
        return switch (given.getFirst()) {
            case "Value" -> List.of(Sample.of(time, finite(datum, "Value", parameter), 1, unit));
            case "Values" -> values(datum, parameter, time, unit);
            default -> List.of(statistics(datum, parameter, time, unit));
        };
    }

    private Instant time(Document datum, String parameter) {
        Instant now = clock.instant();
        Optional<Instant> given = datum.findTime("Timestamp");
        if (given.filter(now.minus(OLDEST)::isAfter).isPresent()) {
            throw MetricOperations.invalidValue("The parameter " + parameter
                    + ".Timestamp must specify a time no more than two weeks in the past.");
        }
        if (given.filter(now.plus(NEWEST)::isBefore).isPresent()) {
            throw MetricOperations.invalidValue("The parameter " + parameter
                    + ".Timestamp must specify a time no more than two hours in the future.");
        }
        return given.orElse(now);
    }

    private static List<Sample> values(Document datum, String parameter, Instant time, String unit) {
        List<Double> values = numbers(datum, "Values");
        List<Double> counts = numbers(datum, "Counts");
        if (values.isEmpty() || values.size() > MOST_VALUES) {
            throw MetricOperations.invalidValue(
                    "The collection " + parameter + ".Values must have from 1 to " + MOST_VALUES + " elements.");
        }
        if (!counts.isEmpty() && counts.size() != values.size()) {
            throw MetricOperations.invalidValue(
                    "The parameters " + parameter + ".Values and " + parameter + ".Counts must be of the same size.");
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            double count = counts.isEmpty() ? 1 : counts.get(i);
            if (!(count > 0)) {
                throw MetricOperations.invalidValue("The values of " + parameter + ".Counts must be greater than 0.");
            }
            samples.add(Sample.of(time, values.get(i), count, unit));
        }
        return samples;
    }

    private static Sample statistics(Document datum, String parameter, Instant time, String unit) {
        double count = finite(datum, "StatisticValues.SampleCount", parameter);
        double minimum = finite(datum, "StatisticValues.Minimum", parameter);
        double maximum = finite(datum, "StatisticValues.Maximum", parameter);
        if (!(count > 0)) {
            throw MetricOperations.invalidValue(
                    "The value " + count + " for parameter " + parameter + ".StatisticValues.SampleCount is invalid.");
        }
        if (minimum > maximum) {
            throw MetricOperations.invalidCombination("The parameter " + parameter
                    + ".StatisticValues.Maximum must be greater than " + parameter + ".StatisticValues.Minimum.");
        }
        double sum = finite(datum, "StatisticValues.Sum", parameter);
        return new Sample(time, sum, count, minimum, maximum, unit, OptionalLong.empty());
    }

    private static double finite(Document datum, String path, String parameter) {
        String text = datum.getString(path);
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw MetricOperations.invalidValue(
                    "The value " + text + " for parameter " + parameter + "." + path + " is invalid.");
        }
        return value;
    }

    private static List<Double> numbers(Document datum, String name) {
        return datum.strings(name).stream().map(Double::valueOf).toList();
    }
}
