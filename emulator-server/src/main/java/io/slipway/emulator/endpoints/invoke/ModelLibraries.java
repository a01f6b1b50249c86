package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.endpoints.fleet.Fleet;
import io.slipway.emulator.endpoints.fleet.LoadedModels;
import io.slipway.emulator.endpoints.fleet.Replica;
import io.slipway.emulator.job.Workspaces;
import io.slipway.emulator.serving.ModelData;
import io.slipway.emulator.serving.ModelDataException;
import io.slipway.emulator.serving.ModelDownload;
import io.slipway.emulator.serving.client.Answer;
import io.slipway.emulator.serving.client.ContainerRequest;
import io.slipway.emulator.serving.client.RequestBody;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings models into multi-model containers when they are first asked for, and out again when there is no room.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/mms-container-apis.html">Container APIs</a>
 */
public record ModelLibraries(ModelDownload download) {

    private static final Duration LOADING = Duration.ofMinutes(6);
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int NO_ROOM = 507;
    private static final int IDENTIFIER_LENGTH = 32;

    /** A model that is loaded; closing it lets it go if the container keeps none. */
    record Loan(String path, Runnable end) implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /** @throws InvocationException if there is no such model, the container refuses it, or it is not ready in time */
    Loan borrow(InvocationRequest request, Fleet fleet, Replica replica, Replica.Member member, Duration limit)
            throws InvocationException, InterruptedException {
        String model = request.targetModel().orElseThrow();
        LoadedModels models = member.models();
        Optional<String> loaded = models.find(model);
        String identifier = loaded.isPresent() ? loaded.get() : load(request, fleet, replica, member, model, limit);
        Runnable end = models.keeps() ? () -> {} : () -> unload(member, model, identifier);
        return new Loan("/models/" + identifier + "/invoke", end);
    }

    /** Loading goes on when the request's time is over, for the next one. */
    private String load(
            InvocationRequest request,
            Fleet fleet,
            Replica replica,
            Replica.Member member,
            String model,
            Duration limit)
            throws InvocationException, InterruptedException {
        var task = new FutureTask<>(() -> loadAlone(request, fleet, member, model));
        Thread.ofVirtual().name("load-" + replica.instanceId()).start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new InvocationException(
                    InvocationError.MODEL_NOT_READY,
                    "Model " + model + " is not ready for inference yet. Try again after some time.");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case InvocationException known -> throw known;
                case RuntimeException failure -> throw failure;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private String loadAlone(InvocationRequest request, Fleet fleet, Replica.Member member, String model)
            throws InvocationException, InterruptedException, IOException {
        LoadedModels models = member.models();
        models.loading().lockInterruptibly();
        try {
            Optional<String> loaded = models.find(model);
            if (loaded.isPresent()) {
                return loaded.get();
            }
            String identifier = identifier(model);
            String url = "/opt/ml/models/" + identifier + "/model";
            copy(fleet, member, model, url);
            register(request, member, identifier, url);
            models.add(model, identifier);
            return identifier;
        } finally {
            models.loading().unlock();
        }
    }

    private static String identifier(String model) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(model.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, IDENTIFIER_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copy(Fleet fleet, Replica.Member member, String model, String target) throws InvocationException {
        String url = url(member, model);
        try {
            Files.createDirectories(fleet.directory());
            Path directory = Files.createTempDirectory(fleet.directory(), "library");
            try {
                download.fetchArchive(url, directory);
                member.container().container().copyIn(directory, target);
            } finally {
                Workspaces.deleteTree(directory);
            }
        } catch (ModelDataException e) {
            throw InvocationException.validation("Failed to download model data for container \""
                    + member.definition().hostname() + "\" from URL: \"" + e.url()
                    + "\". Please ensure that there is an object located at the URL and that the role passed to CreateModel"
                    + " has permissions to download the model. " + e.reason());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String url(Replica.Member member, String model) {
        if (!(member.definition().data() instanceof ModelData.Library(String prefix))) {
            throw new IllegalStateException("not a multi-model container");
        }
        String relative = model.startsWith("/") ? model.substring(1) : model;
        return S3Uri.parse(prefix).resolve(relative).toString();
    }

    private void register(InvocationRequest request, Replica.Member member, String identifier, String url)
            throws InvocationException, InterruptedException, IOException {
        String body =
                Document.EMPTY.with("model_name", identifier).with("url", url).toJson();
        while (true) {
            WholeAnswer answer = send(
                    member,
                    ContainerRequest.post(
                            "/models",
                            Map.of("Content-Type", "application/json"),
                            RequestBody.of(body.getBytes(StandardCharsets.UTF_8))));
            int status = answer.status();
            if (status == OK || status == CONFLICT) {
                return;
            }
            Optional<Map.Entry<String, String>> oldest = member.models().oldest();
            if (status != NO_ROOM || oldest.isEmpty()) {
                throw ModelErrors.of(request).refused(member, answer);
            }
            unload(member, oldest.get().getKey(), oldest.get().getValue());
        }
    }

    private void unload(Replica.Member member, String model, String identifier) {
        member.models().remove(model);
        try {
            var deletion = new ContainerRequest("DELETE", "/models/" + identifier, Map.of(), RequestBody.NONE);
            int status = send(member, deletion).status();
            if (status != OK && status != NOT_FOUND) {
                throw new IOException("the container answers " + status + " when it is to unload a model");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static WholeAnswer send(Replica.Member member, ContainerRequest request)
            throws IOException, InterruptedException {
        try (Answer answer = member.container().send(request, LOADING)) {
            return WholeAnswer.read(answer);
        }
    }
}
