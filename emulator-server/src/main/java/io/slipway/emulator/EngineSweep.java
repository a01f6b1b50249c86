package io.slipway.emulator;

import io.slipway.container.ContainerEngine;
import io.slipway.container.EngineException;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.JobLabels;
import io.slipway.emulator.job.JobRunner;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.training.TrainingListener;
import java.time.Duration;
import java.util.List;

/**
 * Removes what training jobs left in the engine that failed for a reason of ours. An engine that was being restarted could not
 * be asked to remove their containers; one that was asked to create a container when this program was killed may have done so
 * only after the next start had looked for leftovers.
 */
record EngineSweep(ContainerEngine engine, JobLabels labels, JobRunner runner) implements TrainingListener {

    private static final String KIND = "engine-sweep";

    /** A request that was under way when nobody waited for it any more is through by then. */
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(10));

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    @Override
    public void changed(Resource job) {
        boolean ours = job.status().equals("Failed")
                && job.description().findString("FailureReason").orElse("").startsWith("InternalServerError");
        if (ours) {
            Arn sweep = Arn.sageMaker(job.arn().region(), job.arn().account(), KIND, job.name());
            runner.start(sweep, self -> sweep(job.arn()));
        }
    }

    private void sweep(Arn job) throws InterruptedException {
        for (Duration pause : PAUSES) {
            Thread.sleep(pause);
            while (!remove(job)) {
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private boolean remove(Arn job) {
        try {
            engine.removeLeftovers(labels.of(job));
            return true;
        } catch (EngineException e) {
            return false;
        }
    }
}
