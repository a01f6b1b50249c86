package io.slipway.emulator.endpoints;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.serving.ModelDefinition;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the service's model of CreateEndpointConfig cannot say. */
final class EndpointConfigRules {

    private static final int MEMORY_STEP = 1024;

    private final HostedModels models;

    EndpointConfigRules(HostedModels models) {
        this.models = models;
    }

    void check(RequestContext context, Document request) {
        refuse(
                request.has("ExplainerConfig"),
                "ExplainerConfig is not supported: there is no SageMaker Clarify here that could explain an answer. Leave it"
                        + " out.");
        List<Document> variants = new ArrayList<>(request.documents("ProductionVariants"));
        List<Document> shadows = request.documents("ShadowProductionVariants");
        refuse(
                !shadows.isEmpty() && (variants.size() > 1 || shadows.size() > 1),
                "With ShadowProductionVariants, only one variant can be specified for each of ProductionVariants and"
                        + " ShadowProductionVariants.");
        refuse(
                !shadows.isEmpty() && request.has("AsyncInferenceConfig"),
                "AsyncInferenceConfig is not supported for endpoints with ShadowProductionVariants.");
        variants.addAll(shadows);
        Set<String> names = new HashSet<>();
        for (Document variant : variants) {
            String name = variant.getString("VariantName");
            refuse(!names.add(name), "Production variant names must be unique; " + name + " is there twice.");
            checkInstances(variant, name);
        }
        boolean serverless = variants.stream().anyMatch(variant -> variant.has("ServerlessConfig"));
        refuse(
                serverless && variants.size() > 1,
                "Only one production variant is supported for endpoints with a ServerlessConfig.");
        refuse(
                serverless && request.isTrue("DataCaptureConfig.EnableCapture"),
                "DataCaptureConfig is not supported for endpoints with a ServerlessConfig.");
        for (Document variant : variants) {
            checkModel(context, variant, request);
        }
    }

    private static void checkInstances(Document variant, String name) {
        boolean serverless = variant.has("ServerlessConfig");
        refuse(!variant.has("ModelName"), "ModelName must be specified for the production variant " + name + ".");
        refuse(
                serverless == variant.has("InstanceType"),
                "Exactly one of InstanceType and ServerlessConfig must be specified for the production variant " + name
                        + ".");
        refuse(
                !serverless && !variant.has("InitialInstanceCount"),
                "InitialInstanceCount must be specified for the production variant " + name + ".");
        refuse(
                serverless && variant.has("InitialInstanceCount"),
                "InitialInstanceCount cannot be specified with ServerlessConfig, as for the production variant " + name
                        + ".");
        refuse(
                serverless && variant.getLong("ServerlessConfig.MemorySizeInMB") % MEMORY_STEP != 0,
                "MemorySizeInMB of the production variant " + name + " must be a multiple of " + MEMORY_STEP + ".");
    }

    private void checkModel(RequestContext context, Document variant, Document request) {
        ModelDefinition model =
                ModelDefinition.of(models.get(context.region(), context.account(), variant.getString("ModelName")));
        refuse(
                request.has("ShadowProductionVariants")
                        && (model.isMultiModel() || model.containers().size() > 1),
                "ShadowProductionVariants are supported neither for multi-model nor for multi-container models.");
        if (variant.has("ServerlessConfig")) {
            refuse(
                    model.isMultiModel() || model.containers().size() > 1,
                    "Serverless endpoints support neither multi-model nor multi-container models.");
        }
        refuse(
                request.has("AsyncInferenceConfig") && (model.isMultiModel() || model.direct()),
                "AsyncInferenceConfig is supported neither for multi-model nor for direct multi-container models.");
    }

    private static void refuse(boolean broken, String message) {
        if (broken) {
            throw ApiException.validation(message);
        }
    }
}
