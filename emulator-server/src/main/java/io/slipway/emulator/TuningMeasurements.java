package io.slipway.emulator;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.MetricScraper.Datapoint;
import io.slipway.emulator.training.TrainingListener;
import io.slipway.emulator.tuning.TuningJobs;

/** Tells tuning what training jobs report, for it to stop those that are not worth finishing. */
record TuningMeasurements(TuningJobs tuningJobs) implements TrainingListener {

    @Override
    public void measured(Arn job, Datapoint datapoint) {
        tuningJobs.measured(job, datapoint.metric(), datapoint.value());
    }
}
