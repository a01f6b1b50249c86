package io.slipway.container.docker;

import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.model.BuildResponseItem;
import io.slipway.container.EngineException;
import io.slipway.container.ImageBuild;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One build with the engine's classic builder. The image is tagged last, so a broken build tags nothing. */
final class ImageBuilder {

    private static final int MOST_LINES = 60;

    /** The engine paints what a step prints to its standard error. */
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

    private final DockerConnection connection;
    private final UnfinishedBuilds unfinished;
    private final ImageBuild build;
    private final Consumer<String> progress;
    private final Deque<String> step = new ArrayDeque<>();
    private final StringBuilder pending = new StringBuilder();
    private String imageId = "";
    private String error = "";

    ImageBuilder(
            DockerConnection connection, UnfinishedBuilds unfinished, ImageBuild build, Consumer<String> progress) {
        this.connection = connection;
        this.unfinished = unfinished;
        this.build = build;
        this.progress = progress;
    }

    void run() throws InterruptedException {
        var answer = new Completion<BuildResponseItem>(this::accept);
        try (InputStream context = new TarStream(new BuildContext(marked()))) {
            request(context).exec(answer);
            answer.await();
        } catch (IOException e) {
            throw new EngineException("the build context " + build.context() + " cannot be read: " + Reasons.of(e), e);
        } catch (RuntimeException e) {
            throw connection.failure("build the image " + build.name(), e);
        }
        flush();
        if (!error.isEmpty()) {
            throw new EngineException(
                    "the build of " + build.name() + " failed: " + error + "\n" + String.join("\n", step));
        }
        if (imageId.isEmpty()) {
            throw new EngineException("Docker went away while it built the image " + build.name());
        }
        tag();
    }

    /** The build, with each of its steps told from other images. */
    private ImageBuild marked() throws IOException {
        byte[] given = build.extraFiles().get(build.dockerfile());
        byte[] dockerfile = given == null ? Files.readAllBytes(build.context().resolve(build.dockerfile())) : given;
        Map<String, byte[]> extraFiles = new HashMap<>(build.extraFiles());
        extraFiles.put(
                build.dockerfile(),
                unfinished
                        .marked(new String(dockerfile, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
        return new ImageBuild(
                build.name(), build.context(), build.dockerfile(), build.arguments(), build.labels(), extraFiles);
    }

    private BuildImageCmd request(InputStream context) {
        Map<String, String> labels = new HashMap<>(build.labels());
        labels.putAll(unfinished.finished());
        BuildImageCmd request = connection
                .client()
                .buildImageCmd(context)
                .withDockerfilePath(build.dockerfile())
                .withLabels(labels)
                .withRemove(true)
                .withForcerm(true);
        build.arguments().forEach(request::withBuildArg);
        return request;
    }

    private void tag() {
        ImageName name = ImageName.of(build.name());
        connection.call(
                "tag the image " + build.name(),
                () -> connection
                        .client()
                        .tagImageCmd(imageId, name.repository(), name.tag())
                        .exec());
    }

    private void accept(BuildResponseItem item) {
        var detail = item.getErrorDetail();
        if (detail != null) {
            error = String.valueOf(detail.getMessage()).strip();
            return;
        }
        String id = item.getImageId();
        if (id != null) {
            imageId = id;
        }
        String text = item.getStream();
        if (text != null) {
            pending.append(text);
            for (int end = pending.indexOf("\n"); end >= 0; end = pending.indexOf("\n")) {
                deliver(pending.substring(0, end));
                pending.delete(0, end + 1);
            }
        }
    }

    private void flush() {
        if (!pending.isEmpty()) {
            deliver(pending.toString());
            pending.setLength(0);
        }
    }

    private void deliver(String painted) {
        String line = COLOUR.matcher(painted).replaceAll("");
        if (line.startsWith("Step ")) {
            step.clear();
        }
        if (step.size() == MOST_LINES) {
            step.removeFirst();
        }
        step.addLast(line);
        progress.accept(line);
    }
}
