package io.slipway.emulator.transform;

import io.slipway.emulator.serving.client.RequestBody;
import io.slipway.emulator.transform.invoke.Invocation;
import io.slipway.emulator.transform.invoke.InvocationClient;
import io.slipway.emulator.transform.invoke.ResponseBody;
import io.slipway.emulator.transform.record.MalformedInputException;
import io.slipway.emulator.transform.record.Payload;
import io.slipway.emulator.transform.record.PayloadBuffers;
import io.slipway.emulator.transform.record.PayloadReader;
import io.slipway.emulator.transform.record.RecordFilter;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.SelectedObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Sends one object of the input through the container. */
final class ObjectTransform {
    private static final String CONTENT_TYPE = "binary/octet-stream";
    private static final int BUFFER = 1 << 16;
    private static final Payload STREAMED = Payload.of(new byte[0], List.of());

    private final ObjectStore store;
    private final InvocationClient client;
    private final TransformSettings settings;
    private final TransformParameters parameters;
    private final Semaphore slots;
    private final PayloadBuffers buffers;
    private final Consumer<SelectedObject> transformed;

    /** @param transformed told of each object whose output was stored */
    ObjectTransform(
            ObjectStore store,
            InvocationClient client,
            TransformSettings settings,
            TransformParameters parameters,
            Semaphore slots,
            Consumer<SelectedObject> transformed) {
        this.store = store;
        this.client = client;
        this.settings = settings;
        this.parameters = parameters;
        this.slots = slots;
        this.buffers =
                new PayloadBuffers(parameters.splitting(settings.splitType()).limit());
        this.transformed = transformed;
    }

    /** @throws ObjectFailure if it cannot be transformed; then nothing was stored */
    void transform(SelectedObject selected) throws ObjectFailure, InterruptedException {
        S3Uri target = settings.output().resolve(selected.name() + ".out");
        try (InputStream input = open(selected);
                OrderedInvocations invocations = invocations(selected, input);
                AssembledAnswers answers = new AssembledAnswers(invocations, settings.assembleLines())) {
            put(target, answers);
            transformed.accept(selected);
        } catch (InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw failureOf(e);
        } catch (ObjectStoreException e) {
            throw new ObjectFailure(
                    ObjectFailure.Blame.CLIENT, List.of("ClientError: " + e.code() + ": " + e.getMessage()));
        }
    }

    private void put(S3Uri target, AssembledAnswers answers) throws IOException {
        try {
            store.put(target, answers, CONTENT_TYPE);
        } catch (ObjectStoreException | UncheckedIOException e) {
            if (answers.failure().isPresent()) {
                throw answers.failure().get();
            }
            throw e;
        }
    }

    private OrderedInvocations invocations(SelectedObject selected, InputStream input) {
        int readAhead = parameters.maxConcurrentTransforms() + 1;
        if (isStreamed()) {
            return new OrderedInvocations(new Once(selected)::next, payload -> stream(selected), slots, readAhead);
        }
        RecordFilter filter = settings.processing()
                .<RecordFilter>map(processing -> processing)
                .orElse(RecordFilter.NONE);
        var reader = new PayloadReader(input, parameters.splitting(settings.splitType()), filter, buffers);
        return new OrderedInvocations(reader::next, this::send, slots, readAhead);
    }

    /** What is changed on its way cannot be streamed through. */
    private boolean isStreamed() {
        return parameters.streamsObjects() && settings.processing().isEmpty();
    }

    private InputStream open(SelectedObject selected) throws IOException {
        if (isStreamed()) {
            return InputStream.nullInputStream();
        }
        return openPlain(selected);
    }

    private InputStream openPlain(SelectedObject selected) throws IOException {
        InputStream stored = store.open(selected.object().uri());
        if (!settings.gzip() || selected.object().size() == 0) {
            return stored;
        }
        try {
            return new GZIPInputStream(stored, BUFFER);
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }

    private ResponseBody send(Payload payload) throws IOException, InterruptedException {
        ResponseBody answer = answer(client.post(RequestBody.of(payload.body(), payload.length())));
        if (settings.processing().isEmpty()) {
            return answer;
        }
        try (answer) {
            byte[] processed = settings.processing().get().answer(payload.originals(), answer.readAll());
            return ResponseBody.of(processed, client.spool());
        }
    }

    private ResponseBody stream(SelectedObject selected) throws IOException, InterruptedException {
        return answer(client.post(RequestBody.streaming(() -> openPlain(selected), OptionalLong.empty())));
    }

    private ResponseBody answer(Invocation invocation) throws ObjectFailure {
        return switch (invocation) {
            case Invocation.Answered answered -> answered.body();
            case Invocation.BadStatus bad -> throw ObjectFailure.badStatus(bad);
            case Invocation.NoResponse none -> throw ObjectFailure.noResponse();
            case Invocation.TimedOut timedOut -> throw ObjectFailure.timedOut(client.timeout());
        };
    }

    private static ObjectFailure failureOf(IOException e) {
        return switch (e) {
            case ObjectFailure failure -> failure;
            case MalformedInputException malformed -> ObjectFailure.ofInput(String.valueOf(malformed.getMessage()));
            case ZipException zip -> ObjectFailure.ofInput("ClientError: The object is not in Gzip format");
            case EOFException end -> ObjectFailure.ofInput("ClientError: The object ends within its Gzip data");
            default -> ObjectFailure.ofInput("ClientError: The object cannot be read: " + e.getMessage());
        };
    }

    private static InterruptedException interrupted(InterruptedIOException cause) {
        Thread.interrupted();
        var exception = new InterruptedException();
        exception.initCause(cause);
        return exception;
    }

    /** One payload for the whole of an object, or none if it is empty. */
    private static final class Once {
        private boolean given;

        Once(SelectedObject selected) {
            given = selected.object().size() == 0;
        }

        Optional<Payload> next() {
            if (given) {
                return Optional.empty();
            }
            given = true;
            return Optional.of(STREAMED);
        }
    }
}
