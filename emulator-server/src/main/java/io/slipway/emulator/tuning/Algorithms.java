package io.slipway.emulator.tuning;

import io.slipway.emulator.wire.Document;
import java.util.Optional;

/** What tuning needs of the algorithms that clients registered. May be called from many threads. */
@FunctionalInterface
public interface Algorithms {

    /**
     * The {@code TrainingSpecification} of an algorithm.
     *
     * @param region in which a name is looked for
     * @param nameOrArn as {@code AlgorithmSpecification.AlgorithmName} has it
     * @return empty if there is no such algorithm
     */
    Optional<Document> trainingSpecification(String region, String nameOrArn);
}
