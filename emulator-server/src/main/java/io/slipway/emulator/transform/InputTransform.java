package io.slipway.emulator.transform;

import io.slipway.s3.transfer.SelectedObject;
import io.slipway.s3.transfer.Shard;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sends all objects of the input through the container, some at a time. What one fails at does not keep the others. */
final class InputTransform {
    private final ObjectTransform objects;
    private final DataLog log;
    private final Semaphore atOnce;
    private final int permits;
    private final AtomicReference<@Nullable ObjectFailure> first = new AtomicReference<>();
    private final AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();

    /**
     * What became of the input.
     *
     * @param objects that were ours, folder markers left out
     * @param failure the first
     */
    record Result(long objects, Optional<ObjectFailure> failure) {}

    InputTransform(ObjectTransform objects, DataLog log, TransformParameters parameters) {
        this.objects = objects;
        this.log = log;
        // One more than there are requests, so that the next object is open when a slot gets free.
        this.permits = parameters.maxConcurrentTransforms() + 1;
        this.atOnce = new Semaphore(permits);
    }

    /**
     * @param shard which of the objects are ours
     * @param serving whether the container still runs; when not, no further object is begun
     */
    Result transform(Iterable<SelectedObject> input, Shard shard, BooleanSupplier serving) throws InterruptedException {
        long index = 0;
        long count = 0;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (SelectedObject selected : input) {
                if (selected.isFolder() || !shard.holds(index++)) {
                    continue;
                }
                count++;
                atOnce.acquire();
                if (!serving.getAsBoolean() || broken.get() != null) {
                    atOnce.release();
                    fail(selected, ObjectFailure.noResponse());
                    break;
                }
                threads.execute(() -> transform(selected));
            }
            atOnce.acquire(permits);
        } finally {
            threads.shutdownNow();
            threads.close();
        }
        RuntimeException ours = broken.get();
        if (ours != null) {
            throw ours;
        }
        return new Result(count, Optional.ofNullable(first.get()));
    }

    private void transform(SelectedObject selected) {
        try {
            objects.transform(selected);
        } catch (ObjectFailure failure) {
            fail(selected, failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            broken.compareAndSet(null, e);
        } finally {
            atOnce.release();
        }
    }

    private void fail(SelectedObject selected, ObjectFailure failure) {
        first.compareAndSet(null, failure);
        log.add(selected.object().uri(), failure.lines());
    }
}
