package io.slipway.emulator.transform;

import io.slipway.emulator.transform.invoke.ResponseBody;
import io.slipway.emulator.transform.record.Payload;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * The requests of one object: sent as soon as a slot of the job is free, answered in any order, handed out in the order of
 * the payloads. The next payload is read while others are under way. Closing ends whatever is under way.
 */
final class OrderedInvocations implements AutoCloseable {
    private final PayloadSource payloads;
    private final PayloadPost post;
    private final Semaphore slots;
    private final BlockingQueue<Future<Optional<ResponseBody>>> answers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @FunctionalInterface
    interface PayloadSource {
        Optional<Payload> next() throws IOException;
    }

    @FunctionalInterface
    interface PayloadPost {
        ResponseBody send(Payload payload) throws IOException, InterruptedException;
    }

    /**
     * @param slots of the job: a permit for each request that may be under way
     * @param readAhead how many answers may wait for one before them
     */
    OrderedInvocations(PayloadSource payloads, PayloadPost post, Semaphore slots, int readAhead) {
        this.payloads = payloads;
        this.post = post;
        this.slots = slots;
        this.answers = new ArrayBlockingQueue<>(readAhead);
        threads.execute(this::feed);
    }

    /**
     * The answer to the next payload; empty after the last.
     *
     * @throws IOException an {@link ObjectFailure}, or what reading the object threw
     */
    Optional<ResponseBody> next() throws IOException, InterruptedException {
        try {
            return answers.take().get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IOException(e.getCause());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
        for (Future<Optional<ResponseBody>> answer : answers) {
            if (answer.state() == Future.State.SUCCESS) {
                answer.resultNow().ifPresent(ResponseBody::close);
            }
        }
    }

    private void feed() {
        try {
            try {
                Optional<Payload> payload = payloads.next();
                while (payload.isPresent()) {
                    answers.put(send(payload.get()));
                    payload = payloads.next();
                }
                answers.put(CompletableFuture.completedFuture(Optional.empty()));
            } catch (IOException | RuntimeException e) {
                answers.put(CompletableFuture.failedFuture(e));
            }
        } catch (InterruptedException e) {
            // Closed: nobody takes answers any more.
            Thread.currentThread().interrupt();
        }
    }

    private Future<Optional<ResponseBody>> send(Payload payload) throws InterruptedException {
        slots.acquire();
        boolean started = false;
        try {
            Callable<Optional<ResponseBody>> task = () -> {
                try (payload) {
                    return Optional.of(post.send(payload));
                } finally {
                    slots.release();
                }
            };
            Future<Optional<ResponseBody>> answer = threads.submit(task);
            started = true;
            return answer;
        } finally {
            if (!started) {
                slots.release();
            }
        }
    }
}
