package io.slipway.emulator.training;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.MetricScraper.Datapoint;
import io.slipway.emulator.store.Resource;
import java.util.Map;

/** Hears of training jobs. All methods must be quick and not throw; they are called on threads of the job. */
public interface TrainingListener {

    /** A job entered a new status, primary or secondary, and that is on disk. */
    default void changed(Resource job) {}

    /** A metric was found in a job's log. */
    default void measured(Arn job, Datapoint datapoint) {}

    /**
     * One of its hosts was looked at.
     *
     * @param host {@code algo-1}
     * @param percent by the names of SageMaker's instance metrics
     */
    default void used(Arn job, String host, Map<String, Double> percent) {}
}
