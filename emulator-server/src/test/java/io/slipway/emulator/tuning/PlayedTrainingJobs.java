package io.slipway.emulator.tuning;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Training jobs that run nothing: a test says how they end, or a play does as soon as they start. */
final class PlayedTrainingJobs implements TrainingJobs {
    /** What becomes of a job at its start. */
    interface Play {
        /** @return the end, or empty to let it run */
        Optional<End> begin(Document request);
    }

    record End(String status, Optional<Double> objective, String failureReason) {
        static End completed(double objective) {
            return new End("Completed", Optional.of(objective), "");
        }

        static End failed(String reason) {
            return new End("Failed", Optional.empty(), reason);
        }
    }

    final List<Document> requests = new CopyOnWriteArrayList<>();
    final List<Arn> stopped = new CopyOnWriteArrayList<>();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger mostRunning = new AtomicInteger();
    volatile Play play = request -> Optional.empty();
    volatile Optional<String> refusal = Optional.empty();
    volatile Runnable beforeCreate = () -> {};
    volatile Runnable afterCreate = () -> {};
    volatile String metric = "loss";

    /** Whether nobody hears of ends. */
    volatile boolean deaf;

    private final ResourceStore store;
    private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
    private final Map<String, Double> reported = new ConcurrentHashMap<>();

    PlayedTrainingJobs(ResourceStore store) {
        this.store = store;
    }

    @Override
    public void check(RequestContext context, Document request) {
        refusal.ifPresent(message -> {
            throw ApiException.validation(message);
        });
    }

    @Override
    public void create(Arn tuningJob, Document request) {
        beforeCreate.run();
        String name = request.getString("TrainingJobName");
        Arn arn = Arn.sageMaker(tuningJob.region(), tuningJob.account(), "training-job", name);
        Optional<Resource> known = store.find(arn);
        if (known.isPresent()) {
            if (!known.get().parent().equals(Optional.of(tuningJob))) {
                throw new ApiException(ApiError.RESOURCE_IN_USE, "in use");
            }
            return;
        }
        Instant now = Instant.now();
        store.insertIfAbsent(
                new Resource(arn, "InProgress", Optional.of(tuningJob), now, now, request, Document.EMPTY));
        requests.add(request);
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        afterCreate.run();
        play.begin(request).ifPresent(end -> end(arn, end));
    }

    @Override
    public void stop(Arn trainingJob) {
        stopped.add(trainingJob);
        end(trainingJob, new End("Stopped", Optional.ofNullable(reported.get(trainingJob.name())), ""));
    }

    @Override
    public void whenEnded(Arn trainingJob, Runnable then) {
        listeners
                .computeIfAbsent(trainingJob.toString(), arn -> new CopyOnWriteArrayList<>())
                .add(then);
        boolean over = store.find(trainingJob)
                .map(job -> !job.status().equals("InProgress"))
                .orElse(true);
        if (over) {
            tell(trainingJob);
        }
    }

    void end(Arn arn, End end) {
        var first = new AtomicInteger();
        store.update(arn, job -> {
            if (!job.status().equals("InProgress")) {
                return job;
            }
            first.set(1);
            Instant now = Instant.now();
            return job.withStatus(end.status())
                    .withManaged(Document.EMPTY
                            .with("TrainingStartTime", now)
                            .with("TrainingEndTime", now)
                            .with(
                                    "FailureReason",
                                    Optional.of(end.failureReason()).filter(r -> !r.isEmpty()))
                            .with("FinalMetricDataList", metrics(end)));
        });
        if (first.get() == 1) {
            running.decrementAndGet();
            tell(arn);
        }
    }

    /** What a job printed last is its result when it is stopped. */
    void report(Arn arn, double value) {
        reported.put(arn.name(), value);
    }

    /** The names of the jobs that run, in the order of their start. */
    List<Arn> live() {
        List<Arn> live = new ArrayList<>();
        for (Resource job : store.withStatus("training-job", List.of("InProgress"))) {
            live.add(job.arn());
        }
        live.sort(java.util.Comparator.comparing(Arn::name));
        return live;
    }

    private Optional<List<Document>> metrics(End end) {
        return end.objective()
                .map(value -> List.of(Document.EMPTY
                        .with("MetricName", metric)
                        .with("Value", (double) value.floatValue())
                        .with("Timestamp", Instant.now())));
    }

    private void tell(Arn arn) {
        if (deaf) {
            return;
        }
        List<Runnable> waiting = listeners.remove(arn.toString());
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }
}
