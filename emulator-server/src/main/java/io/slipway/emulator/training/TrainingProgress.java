package io.slipway.emulator.training;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Records how far jobs are: first on disk, then to the listeners. */
final class TrainingProgress {

    private final ResourceStore store;
    private final TrainingListeners listeners;
    private final InstantSource clock;

    TrainingProgress(ResourceStore store, TrainingListeners listeners, InstantSource clock) {
        this.store = store;
        this.listeners = listeners;
        this.clock = clock;
    }

    Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    void enter(Arn job, Phase phase) {
        change(job, before -> TrainingState.enter(before, phase, now()));
    }

    void finish(Arn job, TrainingOutcome outcome, Optional<List<Document>> finalMetrics) {
        change(job, before -> TrainingState.finish(before, outcome, finalMetrics, now()));
    }

    /**
     * Tells the listeners if the step changed something.
     *
     * @return the job after the step; empty if there is none
     */
    Optional<Resource> change(Arn job, UnaryOperator<Resource> step) {
        var moved = new AtomicBoolean();
        Optional<Resource> after = store.update(job, before -> {
            Resource next = step.apply(before);
            moved.set(!next.equals(before));
            return next;
        });
        after.filter(changed -> moved.get()).ifPresent(listeners::changed);
        return after;
    }
}
