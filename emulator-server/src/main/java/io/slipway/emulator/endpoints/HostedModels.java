package io.slipway.emulator.endpoints;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.serving.ModelDefinition;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;

/** The models that variants name. */
record HostedModels(ResourceStore store) {

    /**
     * The description of a model.
     *
     * @throws ApiException if there is none, or no container can be run for it
     */
    Document get(String region, String account, String name) {
        Arn arn = Arn.sageMaker(region, account, "model", name);
        Document model = store.find(arn)
                .map(Resource::description)
                .orElseThrow(() -> ApiException.validation("Could not find model \"" + arn + "\"."));
        ModelDefinition.obstacle(model).ifPresent(obstacle -> {
            throw ApiException.validation(
                    "The model \"" + arn + "\" cannot be hosted: " + obstacle + ", which is not supported.");
        });
        return model;
    }
}
