package io.slipway.emulator;

import io.slipway.emulator.endpoints.invoke.Measurement;
import io.slipway.emulator.metrics.MetricKey;
import io.slipway.emulator.metrics.MetricStore;
import io.slipway.emulator.metrics.Sample;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps what requests to endpoints took, for CloudWatch to show. */
record EndpointMetrics(MetricStore metrics) implements Consumer<Measurement> {

    private static final String NAMESPACE = "AWS/SageMaker";

    @Override
    public void accept(Measurement seen) {
        var key = new MetricKey(
                seen.region(),
                NAMESPACE,
                seen.metric(),
                Map.of("EndpointName", seen.endpoint(), "VariantName", seen.variant()));
        metrics.record(key, Sample.of(seen.time(), seen.value(), (double) seen.count(), seen.unit()));
    }
}
