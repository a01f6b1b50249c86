package io.slipway.emulator;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.Document;

/** The training jobs, as tuning wants them. */
record TuningTrainingJobs(io.slipway.emulator.training.TrainingJobs jobs)
        implements io.slipway.emulator.tuning.TrainingJobs {

    @Override
    public void check(RequestContext context, Document request) {
        jobs.check(context.region(), request);
    }

    @Override
    public void create(Arn tuningJob, Document request) {
        jobs.createChild(tuningJob, request);
    }

    @Override
    public void stop(Arn trainingJob) {
        jobs.stop(trainingJob);
    }

    @Override
    public void whenEnded(Arn trainingJob, Runnable then) {
        jobs.whenEnded(trainingJob, then);
    }
}
