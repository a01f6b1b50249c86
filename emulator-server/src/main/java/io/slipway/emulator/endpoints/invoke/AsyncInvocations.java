package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.endpoints.fleet.FleetPlan;
import io.slipway.emulator.endpoints.fleet.VariantPlan;
import io.slipway.emulator.serving.client.RequestBody;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectInfo;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asynchronous requests: stored when they are taken, answered one after the other, input and output in S3. Those that were
 * not answered when the program ended are answered after its next start.
 */
public final class AsyncInvocations implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncInvocations.class);
    private static final int STANDARD_CONCURRENCY = 4;

    private final Invoker invoker;
    private final ResourceStore store;
    private final ObjectStore objects;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentMap<String, Semaphore> atOnce = new ConcurrentHashMap<>();

    public AsyncInvocations(Invoker invoker, ResourceStore store, ObjectStore objects, InstantSource clock) {
        this.invoker = invoker;
        this.store = store;
        this.objects = objects;
        this.clock = clock;
    }

    /** Takes up what the last run of this program had not answered. */
    public void resume() {
        store.withStatus(AsyncInvocation.KIND, List.of(AsyncInvocation.QUEUED)).stream()
                .map(AsyncInvocation::new)
                .forEach(this::enqueue);
    }

    Accepted accept(InvocationRequest request, HttpFields headers, byte[] body) throws InvocationException {
        FleetPlan plan = invoker.fleet(request).plan();
        if (!plan.isAsync()) {
            throw InvocationException.validation("Endpoint " + request.endpoint()
                    + " is not an asynchronous endpoint. Use InvokeEndpoint to invoke it.");
        }
        String id = UUID.randomUUID().toString();
        AsyncHeaders asked = AsyncHeaders.read(headers, body.length > 0);
        Document output =
                plan.config().findDocument("AsyncInferenceConfig.OutputConfig").orElseThrow();
        S3Uri folder = output.findString("S3OutputPath")
                .map(S3Uri::parse)
                .orElseThrow(() -> InvocationException.validation("The endpoint has no S3OutputPath."));
        Accepted accepted = new Accepted(
                request.inferenceId().orElseGet(() -> UUID.randomUUID().toString()),
                asked.output(folder, id).toString(),
                output.findString("S3FailurePath")
                        .map(path ->
                                S3Uri.parse(path).resolve(id + "-error.out").toString()));
        String input = asked.inputLocation().orElseGet(() -> keep(folder, id, request, body));
        AsyncInvocation invocation = AsyncInvocation.of(
                id,
                request,
                accepted,
                input,
                asked.timeoutSeconds(),
                asked.timeToLiveSeconds(),
                Instant.ofEpochMilli(clock.millis()));
        store.insertIfAbsent(invocation.resource());
        enqueue(invocation);
        return accepted;
    }

    /** A body that came with the request lies in S3 like any other until it is answered. */
    private String keep(S3Uri folder, String id, InvocationRequest request, byte[] body) {
        S3Uri input = folder.resolve("input/" + id);
        objects.put(input, new ByteArrayInputStream(body), request.contentType().orElse("application/octet-stream"));
        return input.toString();
    }

    private void enqueue(AsyncInvocation invocation) {
        threads.execute(() -> {
            try {
                answerInTurn(invocation);
            } catch (InterruptedException e) {
                LOG.debug("{} is answered after the next start", invocation.arn());
            } catch (RuntimeException e) {
                LOG.error("{} failed unexpectedly", invocation.arn(), e);
            }
        });
    }

    private void answerInTurn(AsyncInvocation invocation) throws InterruptedException {
        Semaphore slots = atOnce.computeIfAbsent(
                invocation.request().endpoint().toLowerCase(Locale.ROOT),
                name -> new Semaphore(slots(invocation), true));
        slots.acquire();
        try {
            answer(invocation);
            store.delete(invocation.arn());
        } finally {
            slots.release();
        }
    }

    private int slots(AsyncInvocation invocation) {
        try {
            FleetPlan plan = invoker.fleet(invocation.request()).plan();
            int each = (int) plan.config()
                    .findLong("AsyncInferenceConfig.ClientConfig.MaxConcurrentInvocationsPerInstance")
                    .orElse(STANDARD_CONCURRENCY);
            int instances =
                    plan.variants().stream().mapToInt(VariantPlan::count).sum();
            return each * Math.max(1, instances);
        } catch (InvocationException e) {
            return STANDARD_CONCURRENCY;
        }
    }

    private void answer(AsyncInvocation invocation) throws InterruptedException {
        try {
            if (invocation.isExpired(clock.instant())) {
                fail(invocation, "The request was not answered within its time to live.");
                return;
            }
            send(invocation);
        } catch (InvocationException e) {
            fail(invocation, e.text());
        } catch (ObjectStoreException e) {
            fail(invocation, e.code() + ": " + e.getMessage());
        } catch (IOException e) {
            fail(invocation, "The response of the model broke off: " + e.getMessage());
        }
    }

    private void send(AsyncInvocation invocation) throws InvocationException, IOException, InterruptedException {
        InvocationRequest request = invocation.request();
        Optional<ObjectInfo> input = objects.find(invocation.input());
        if (input.isEmpty()) {
            throw InvocationException.validation("Could not find the input " + invocation.input() + ".");
        }
        // Many model servers read no chunked requests.
        OptionalLong size = OptionalLong.of(input.get().size());
        Outgoing outgoing = Outgoing.of(request, RequestBody.streaming(() -> objects.open(invocation.input()), size));
        try (Routed<StreamedAnswer> routed = invoker.open(request, outgoing, invocation.timeout());
                InputStream body = routed.answer().body()) {
            objects.put(invocation.output(), body, routed.answer().contentType().orElse("application/octet-stream"));
        }
    }

    private void fail(AsyncInvocation invocation, String reason) {
        LOG.info("{} failed: {}", invocation.arn().resource(), reason);
        Optional<S3Uri> place = invocation.failure();
        if (place.isEmpty()) {
            return;
        }
        try {
            byte[] text = reason.getBytes(StandardCharsets.UTF_8);
            objects.put(place.get(), new ByteArrayInputStream(text), "text/plain");
        } catch (ObjectStoreException e) {
            LOG.warn("{} cannot be written: {}", place.get(), e.getMessage());
        }
    }

    /** Interrupts what is being answered; it is taken up at the next start. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
