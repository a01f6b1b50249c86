package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.endpoints.fleet.Variant;
import io.slipway.emulator.serving.client.RequestBody;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends copies of requests to the shadow variants of endpoints. Nobody gets the answers, but they are measured, and captured where
 * requests are. A shadow that is slow gets fewer copies, and holds nobody up.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html">Shadow variants</a>
 */
public final class ShadowRequests implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowRequests.class);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int MOST_AT_ONCE = 256;

    private final Invoker invoker;
    private final DataCapture capture;
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public ShadowRequests(Invoker invoker, DataCapture capture) {
        this.invoker = invoker;
        this.capture = capture;
    }

    /** Sends a copy of the request if its endpoint has a shadow that is to get it. Returns at once. */
    void offer(InvocationRequest request, byte[] body) throws InvocationException {
        Optional<Variant> shadow = invoker.fleet(request).chooseShadow();
        if (shadow.isPresent() && room.tryAcquire()) {
            InvocationRequest copy = request.to(shadow.get().name());
            threads.execute(() -> {
                try {
                    send(copy, body);
                } finally {
                    room.release();
                }
            });
        }
    }

    private void send(InvocationRequest copy, byte[] body) {
        Outgoing outgoing = Outgoing.of(copy, RequestBody.of(body));
        try (Routed<WholeAnswer> routed = invoker.invoke(copy, outgoing, LIMIT)) {
            capture.offer(copy, routed, body);
        } catch (InvocationException | IOException e) {
            LOG.debug("a shadow of {} answers no copy: {}", copy.endpoint(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
