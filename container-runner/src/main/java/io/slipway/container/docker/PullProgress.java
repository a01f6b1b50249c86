package io.slipway.container.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A pull, told in lines: each layer's steps, and of long ones every tenth part. */
final class PullProgress {

    private static final int STEPS = 10;
    private static final double MEBIBYTE = 1 << 20;

    private static final List<String> REFUSALS = List.of(
            "not found", "pull access denied", "manifest unknown", "unauthorized", "denied", "invalid reference");

    private final Consumer<String> lines;
    private final Map<String, String> last = new HashMap<>();

    PullProgress(Consumer<String> lines) {
        this.lines = lines;
    }

    static boolean isRefusal(String reason) {
        Predicate<String> said = reason.toLowerCase(Locale.ROOT)::contains;
        return REFUSALS.stream().anyMatch(said);
    }

    void accept(PullResponseItem item) {
        var error = item.getErrorDetail();
        if (error != null) {
            throw new DockerException(String.valueOf(error.getMessage()), 500);
        }
        String status = item.getStatus();
        if (status == null) {
            return;
        }
        String id = item.getId();
        if (id == null) {
            lines.accept(status);
            return;
        }
        String line = id + ": " + status + part(item.getProgressDetail());
        if (!line.equals(last.put(id, line))) {
            lines.accept(line);
        }
    }

    private static String part(ResponseItem.ProgressDetail detail) {
        if (detail == null || detail.getCurrent() == null || detail.getTotal() == null || detail.getTotal() <= 0) {
            return "";
        }
        long tenth = detail.getCurrent() * STEPS / detail.getTotal();
        return String.format(Locale.ROOT, " %d0%% of %.1f MiB", tenth, detail.getTotal() / MEBIBYTE);
    }
}
