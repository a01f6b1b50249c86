package io.slipway.emulator.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that is told to end (Ctrl-C, SIGTERM) interrupts what it does, and waits until that has cleaned up after itself. */
final class InterruptedByExit {

    /** What a command does. */
    interface Work {
        void run() throws InterruptedException;
    }

    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread working = Thread.currentThread();

    private InterruptedByExit() {}

    static void run(Work work) throws InterruptedException {
        InterruptedByExit exit = new InterruptedByExit();
        Runtime.getRuntime().addShutdownHook(new Thread(exit::interrupt));
        try {
            work.run();
        } finally {
            exit.done.countDown();
        }
    }

    private void interrupt() {
        if (done.getCount() == 0) {
            return;
        }
        working.interrupt();
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("slipway: what was under way could not be ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
