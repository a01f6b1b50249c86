package io.slipway.emulator;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.MetricScraper.Datapoint;
import io.slipway.emulator.metrics.MetricKey;
import io.slipway.emulator.metrics.MetricStore;
import io.slipway.emulator.metrics.Sample;
import io.slipway.emulator.metrics.TrialOperations;
import io.slipway.emulator.training.TrainingListener;
import java.time.InstantSource;
import java.util.Map;

/** Keeps what training jobs report, for CloudWatch to show. */
record TrainingTimeSeries(MetricStore metrics, InstantSource clock) implements TrainingListener {

    @Override
    public void measured(Arn job, Datapoint datapoint) {
        var key = new MetricKey(
                job.region(), TrialOperations.TRAINING_JOBS, datapoint.metric(), Map.of("TrainingJobName", job.name()));
        metrics.record(key, Sample.of(datapoint.time(), datapoint.value()));
    }

    @Override
    public void used(Arn job, String host, Map<String, Double> percent) {
        percent.forEach((metric, value) -> record(job, host, metric, value));
    }

    private void record(Arn job, String host, String metric, double percent) {
        var key = new MetricKey(
                job.region(), TrialOperations.TRAINING_JOBS, metric, Map.of("Host", job.name() + "/" + host));
        metrics.record(key, Sample.of(clock.instant(), percent, 1, "Percent"));
    }
}
