package io.slipway.emulator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.ContainerSlots.Slots;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class JobRunnerTest {

    private static final Arn JOB = Arn.sageMaker("eu-west-1", "000000000000", "training-job", "Job");

    private static final Arn OTHER = Arn.sageMaker("eu-west-1", "000000000000", "training-job", "other");

    private final JobRunner runner = new JobRunner();

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stopReachesTheRunningJobByNameWithoutRegardToCase() throws Exception {
        var stopped = new CountDownLatch(1);
        runner.start(JOB, self -> self.stopSignal().onRequest(stopped::countDown));
        runner.start(OTHER, self -> {
            self.stopSignal().onRequest(stopped::countDown);
            stopped.await();
        });

        runner.requestStop(Arn.sageMaker("eu-west-1", "000000000000", "training-job", "OTHER"));

        await(stopped);
        runner.close();
    }

    @Test
    void closingInterruptsAndWaitsForTheJob() throws Exception {
        var started = new CountDownLatch(1);
        var events = new CopyOnWriteArrayList<String>();
        runner.start(JOB, self -> {
            try {
                started.countDown();
                new CountDownLatch(1).await();
            } finally {
                events.add("cleaned up");
            }
        });
        await(started);

        runner.close();

        assertThat(events).containsExactly("cleaned up");
        assertThat(runner.find(JOB)).isEmpty();
    }

    @Test
    void closingLetsASettlingJobFinish() throws Exception {
        var settling = new CountDownLatch(1);
        var mayFinish = new CountDownLatch(1);
        var events = new CopyOnWriteArrayList<String>();
        runner.start(JOB, self -> {
            self.settle();
            settling.countDown();
            mayFinish.await();
            events.add("stored");
        });
        await(settling);
        Thread closing = Thread.startVirtualThread(runner::close);

        mayFinish.countDown();
        closing.join();

        assertThat(events).containsExactly("stored");
    }

    @Test
    void interruptedJobCannotSettle() throws Exception {
        var started = new CountDownLatch(1);
        var thrown = new AtomicReference<Throwable>();
        runner.start(JOB, self -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                assertThatThrownBy(self::settle).isInstanceOf(InterruptedException.class);
                thrown.set(e);
            }
        });
        await(started);

        runner.close();

        assertThat(thrown.get()).isNotNull();
    }

    @Test
    void closedRunnerStartsNothing() {
        runner.close();
        var events = new CopyOnWriteArrayList<String>();

        runner.start(JOB, self -> events.add("ran"));

        assertThat(events).isEmpty();
        assertThat(runner.find(JOB)).isEmpty();
    }

    @Test
    void signalInterruptsWhatIsUnderWay() throws Exception {
        var stop = new StopSignal();
        var begun = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            try {
                begun.await();
                stop.request();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        Optional<String> result = stop.callUnlessRequested(() -> {
            begun.countDown();
            new CountDownLatch(1).await();
            return "never";
        });

        assertThat(result).isEmpty();
        assertThat(stop.callUnlessRequested(() -> "not even begun")).isEmpty();
    }

    @Test
    void whatEndsBeforeTheSignalHasItsResult() throws Exception {
        assertThat(new StopSignal().callUnlessRequested(() -> "done")).contains("done");
        assertThatThrownBy(() -> new StopSignal().callUnlessRequested(() -> {
                    throw new IllegalArgumentException("wrong");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wrong");
    }

    @Test
    void actionAfterTheSignalRunsAtOnceAndATakenBackOneNever() throws Exception {
        var stop = new StopSignal();
        List<String> events = new CopyOnWriteArrayList<>();
        var ran = new CountDownLatch(1);
        stop.onRequest(() -> events.add("taken back")).cancel();
        stop.request();
        stop.onRequest(ran::countDown);

        await(ran);
        assertThat(events).isEmpty();
        assertThat(stop.isRequested()).isTrue();
    }

    @Test
    void slotsGoToWhoAskedFirst() throws Exception {
        var slots = new ContainerSlots(2);
        var stop = new StopSignal();
        Slots first = slots.acquire(1, stop, () -> {}).orElseThrow();
        List<String> order = new CopyOnWriteArrayList<>();
        var bigWaits = new CountDownLatch(1);
        var smallWaits = new CountDownLatch(1);
        Thread big = Thread.startVirtualThread(() -> take(slots, 2, "big", order, bigWaits));
        await(bigWaits);
        awaitState(big, Thread.State.WAITING);
        Thread small = Thread.startVirtualThread(() -> take(slots, 1, "small", order, smallWaits));
        await(smallWaits);

        first.close();
        big.join();
        small.join();

        assertThat(order).containsExactly("big", "small");
    }

    private static void take(ContainerSlots slots, int count, String name, List<String> order, CountDownLatch waits) {
        try {
            Slots taken =
                    slots.acquire(count, new StopSignal(), waits::countDown).orElseThrow();
            order.add(name);
            taken.close();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitState(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whoWaitsForASlotIsStoppedThere() throws Exception {
        var slots = new ContainerSlots(1);
        Slots held = slots.acquire(1, new StopSignal(), () -> {}).orElseThrow();
        var stop = new StopSignal();

        Optional<Slots> none = slots.acquire(1, stop, stop::request);

        assertThat(none).isEmpty();
        held.close();
        assertThat(slots.acquire(5, new StopSignal(), () -> {}))
                .as("all there are")
                .isPresent();
    }

    @Test
    void slotsAreGivenBackOnce() throws Exception {
        var slots = new ContainerSlots(1);
        Slots held = slots.acquire(1, new StopSignal(), () -> {}).orElseThrow();
        held.close();
        held.close();
        Optional<Slots> taken = slots.acquire(1, new StopSignal(), () -> {});
        assertThat(taken).isPresent();
        var stop = new StopSignal();

        assertThat(slots.acquire(1, stop, stop::request))
                .as("the only one is taken")
                .isEmpty();
    }

    @Test
    void nextJobOfANameWaitsForTheLastStepsOfTheOneBefore() throws Exception {
        var events = new CopyOnWriteArrayList<String>();
        var deleted = new CountDownLatch(1);
        var both = new CountDownLatch(2);
        runner.start(JOB, self -> {
            deleted.await();
            events.add("first");
            both.countDown();
        });
        runner.start(JOB, self -> {
            events.add("second");
            both.countDown();
        });

        deleted.countDown();

        await(both);
        assertThat(events).containsExactly("first", "second");
        runner.close();
    }
}
