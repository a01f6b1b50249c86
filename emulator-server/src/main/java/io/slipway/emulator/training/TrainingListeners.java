package io.slipway.emulator.training;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.JobStatus;
import io.slipway.emulator.job.MetricScraper.Datapoint;
import io.slipway.emulator.store.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told of training jobs. */
final class TrainingListeners {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingListeners.class);

    private final List<TrainingListener> all = new CopyOnWriteArrayList<>();
    private final Map<String, List<Runnable>> onEnd = new ConcurrentHashMap<>();

    void add(TrainingListener listener) {
        all.add(listener);
    }

    void onEnd(Arn job, Runnable action) {
        onEnd.computeIfAbsent(key(job), arn -> new CopyOnWriteArrayList<>()).add(action);
    }

    /** Runs what waits for the job's end, each action once. */
    void ended(Arn job) {
        List<Runnable> actions = onEnd.remove(key(job));
        if (actions != null) {
            actions.forEach(TrainingListeners::run);
        }
    }

    void changed(Resource job) {
        all.forEach(listener -> run(() -> listener.changed(job)));
        if (JobStatus.isTerminal(job.status())) {
            ended(job.arn());
        }
    }

    void measured(Arn job, Datapoint datapoint) {
        all.forEach(listener -> run(() -> listener.measured(job, datapoint)));
    }

    void used(Arn job, String host, Map<String, Double> percent) {
        all.forEach(listener -> run(() -> listener.used(job, host, percent)));
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // A job does not fail because somebody who watches it does.
            LOG.error("a listener of training jobs failed", e);
        }
    }

    private static String key(Arn job) {
        return job.toString().toLowerCase(Locale.ROOT);
    }
}
