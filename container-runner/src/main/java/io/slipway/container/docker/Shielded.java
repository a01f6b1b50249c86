package io.slipway.container.docker;

/** Cleaning up is done by interrupted threads too, and an interrupt would close the socket under it. */
final class Shielded {

    private Shielded() {}

    static void run(Runnable cleaning) {
        boolean interrupted = Thread.interrupted();
        try {
            cleaning.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
