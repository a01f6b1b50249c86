package io.slipway.emulator.registry;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.util.Optional;

/** The algorithms there are, for those who train with them. */
public final class Algorithms {

    static final String KIND = "algorithm";

    private final ResourceStore store;

    public Algorithms(ResourceStore store) {
        this.store = store;
    }

    /**
     * The {@code TrainingSpecification} of an algorithm.
     *
     * @param region in which a name is looked for
     * @param nameOrArn as {@code AlgorithmSpecification.AlgorithmName} has it
     * @return empty if there is no such algorithm
     */
    public Optional<Document> trainingSpecification(String region, String nameOrArn) {
        return find(new Arn("aws", "sagemaker", region, "", KIND + "/" + nameOrArn), nameOrArn)
                .flatMap(algorithm -> algorithm.request().findDocument("TrainingSpecification"));
    }

    Optional<Resource> find(Arn byName, String nameOrArn) {
        if (!nameOrArn.startsWith("arn:")) {
            return store.find(byName);
        }
        Arn arn = Arn.parse(nameOrArn);
        return arn.kind().equals(KIND) ? store.find(arn) : Optional.empty();
    }
}
