package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.Document;

/** What tuning needs of training jobs. Their state is read from the store. All methods may be called from many threads. */
public interface TrainingJobs {
    /**
     * Does nothing but say what {@code CreateTrainingJob} would: its rules beyond the model, data in S3 included.
     *
     * @throws io.slipway.emulator.wire.ApiException if the request would be refused
     */
    void check(RequestContext context, Document request);

    /**
     * Makes and starts a training job; when it returns the job is on disk. Does nothing if there is a training job of this
     * name that belongs to this tuning job.
     *
     * @param tuningJob becomes the job's parent
     * @param request as for {@code CreateTrainingJob}, tags included
     * @throws io.slipway.emulator.wire.ApiException if it is refused
     */
    void create(Arn tuningJob, Document request);

    /** Asks it to stop, as {@code StopTrainingJob} does; does nothing if it has ended or stops already. */
    void stop(Arn trainingJob);

    /**
     * Has something done once the training job has ended and its end is on disk: at once, if it has ended already or does not
     * exist.
     *
     * @param then must be quick; called on any thread
     */
    void whenEnded(Arn trainingJob, Runnable then);
}
