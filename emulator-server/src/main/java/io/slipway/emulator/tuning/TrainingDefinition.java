package io.slipway.emulator.tuning;

import io.slipway.emulator.wire.Document;
import io.slipway.optimizer.SearchSpace;
import java.util.Optional;

/**
 * What the training jobs of a tuning job are made from.
 *
 * @param name only where the request gave one
 * @param document the definition as it is stored
 */
record TrainingDefinition(Optional<String> name, Objective objective, SearchSpace space, Document document) {}
