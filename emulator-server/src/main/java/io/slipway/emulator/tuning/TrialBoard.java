package io.slipway.emulator.tuning;

import io.slipway.optimizer.Configuration;
import io.slipway.optimizer.Study;
import io.slipway.optimizer.Trial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** All trials of one tuning job, in the order of choice. Belongs to one thread. */
final class TrialBoard {
    private final TuningJob job;
    private final List<Study.Parent> parents;
    private final List<TuningTrial> trials = new ArrayList<>();
    private final SortedMap<Integer, TuningTrial> running = new TreeMap<>();
    private final TrialResults results;

    /** By definition, as the optimizer takes them; a trial's place there. */
    private final List<List<Trial>> known = new ArrayList<>();

    private final List<Integer> places = new ArrayList<>();

    /** @param parents from which the optimizer learns */
    TrialBoard(TuningJob job, List<TuningTrial> trials, List<Study.Parent> parents) {
        this.job = job;
        this.parents = List.copyOf(parents);
        this.results = new TrialResults(job);
        job.definitions().forEach(definition -> known.add(new ArrayList<>()));
        trials.forEach(this::add);
        trials.stream()
                .filter(trial -> !trial.isRunning())
                .sorted(Comparator.comparingLong(
                        trial -> trial.outcome().orElseThrow().order()))
                .forEach(results::add);
    }

    /** To be read only. */
    List<TuningTrial> all() {
        return Collections.unmodifiableList(trials);
    }

    /** Puts a trial at the end; the results hear of it when it ends. */
    void add(TuningTrial trial) {
        List<Trial> siblings = known.get(trial.definition());
        places.add(siblings.size());
        siblings.add(forOptimizer(trial));
        trials.add(trial);
        if (trial.isRunning()) {
            running.put(trial.index(), trial);
        }
    }

    /** Puts a trial that has ended in the place of what it was. */
    void end(TuningTrial trial) {
        trials.set(trial.index() - 1, trial);
        known.get(trial.definition()).set(placeAmongSiblings(trial), forOptimizer(trial));
        running.remove(trial.index());
        results.add(trial);
    }

    TuningTrial get(int index) {
        return trials.get(index - 1);
    }

    /** How many trials of its definition were chosen before it. */
    int placeAmongSiblings(TuningTrial trial) {
        return places.get(trial.index() - 1);
    }

    int launched() {
        return trials.size();
    }

    /** In the order of choice. */
    Collection<TuningTrial> running() {
        return List.copyOf(running.values());
    }

    int runningCount() {
        return running.size();
    }

    TrialResults results() {
        return results;
    }

    /** The definition that has had the fewest trials of those that have not had all that there are. */
    int nextDefinition() {
        int next = 0;
        double fewest = Double.POSITIVE_INFINITY;
        for (int definition = 0; definition < known.size(); definition++) {
            int had = known.get(definition).size();
            boolean more = had
                    < ParameterRanges.combinations(
                            job.definitions().get(definition).space());
            if (more && had < fewest) {
                next = definition;
                fewest = had;
            }
        }
        return next;
    }

    /** What the optimizer has to know to choose for one of the definitions. */
    Study study(int definition) {
        TrainingDefinition of = job.definitions().get(definition);
        return new Study(of.space(), of.objective().goal(), known.get(definition), job.seed(), parents);
    }

    private Trial forOptimizer(TuningTrial trial) {
        TrainingDefinition definition = job.definitions().get(trial.definition());
        Configuration configuration = ParameterRanges.parse(definition.space(), trial.tuned());
        if (trial.isRunning()) {
            return new Trial.Pending(configuration);
        }
        OptionalDouble value = trial.outcome().orElseThrow().objective();
        return value.isPresent()
                ? new Trial.Completed(configuration, value.getAsDouble())
                : new Trial.Failed(configuration);
    }
}
