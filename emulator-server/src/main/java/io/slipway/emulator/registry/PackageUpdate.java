package io.slipway.emulator.registry;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** UpdateModelPackage: the package as it is afterwards. */
final class PackageUpdate {

    private static final List<String> REPLACED =
            List.of("ApprovalDescription", "ModelPackageRegistrationType", "SourceUri", "ModelCard", "ModelLifeCycle");
    private static final String PROPERTIES = "CustomerMetadataProperties";
    private static final String ADDITIONAL = "AdditionalInferenceSpecifications";
    private static final int MOST_ADDITIONAL = 15;
    private static final int MOST_PROPERTIES = 50;

    private PackageUpdate() {}

    /** @param request its specifications completed */
    static Resource apply(Resource before, Document request) {
        Document managed = before.managed();
        for (String member : REPLACED) {
            managed = managed.with(member, request.find(member));
        }
        managed = managed.with("InferenceSpecification", request.find("InferenceSpecification"));
        if (request.has(PROPERTIES) || request.has(PROPERTIES + "ToRemove")) {
            managed = managed.with(PROPERTIES, properties(before.description(), request));
        }
        if (request.has(ADDITIONAL + "ToAdd")) {
            managed = managed.with(ADDITIONAL, additional(before.description(), request));
        }
        if (!request.has("ModelApprovalStatus")) {
            return before.withManaged(managed);
        }
        if (before.parent().isEmpty()) {
            throw ApiException.validation(
                    "ModelApprovalStatus can only be updated for a versioned model package: " + before.arn());
        }
        String approval = request.getString("ModelApprovalStatus");
        return before.withStatus(approval).withManaged(managed.with("ModelApprovalStatus", approval));
    }

    private static Map<String, String> properties(Document description, Document request) {
        Map<String, String> properties = description.stringMap(PROPERTIES);
        properties.putAll(request.stringMap(PROPERTIES));
        properties.keySet().removeAll(request.strings(PROPERTIES + "ToRemove"));
        if (properties.size() > MOST_PROPERTIES) {
            throw ApiException.validation(
                    "A model package can have at most " + MOST_PROPERTIES + " metadata properties.");
        }
        return properties;
    }

    private static List<Document> additional(Document description, Document request) {
        List<Document> all = new ArrayList<>(description.documents(ADDITIONAL));
        all.addAll(request.documents(ADDITIONAL + "ToAdd"));
        Set<String> names = new HashSet<>();
        for (Document one : all) {
            if (!names.add(one.getString("Name"))) {
                throw ApiException.validation(
                        "The names of inference specifications must be unique: " + one.getString("Name"));
            }
        }
        if (all.size() > MOST_ADDITIONAL) {
            throw ApiException.validation(
                    "A model package can have at most " + MOST_ADDITIONAL + " additional inference specifications.");
        }
        return all;
    }
}
