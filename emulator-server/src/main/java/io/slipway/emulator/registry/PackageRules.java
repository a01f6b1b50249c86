package io.slipway.emulator.registry;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.List;

/** What the service's model of CreateModelPackage cannot say. */
final class PackageRules {

    private PackageRules() {}

    static void check(Document request) {
        boolean named = request.has("ModelPackageName");
        boolean grouped = request.has("ModelPackageGroupName");
        refuse(
                named == grouped,
                "Exactly one of ModelPackageName and ModelPackageGroupName must be specified to create a model"
                        + " package.");
        boolean specified = request.has("InferenceSpecification");
        boolean sourced = request.has("SourceAlgorithmSpecification");
        refuse(
                specified && sourced,
                "Only one of InferenceSpecification and SourceAlgorithmSpecification can be specified.");
        refuse(
                !specified && !sourced && !(grouped && request.has("SourceUri")),
                "Either InferenceSpecification or SourceAlgorithmSpecification must be specified.");
        refuse(
                named && request.has("ModelApprovalStatus"),
                "ModelApprovalStatus can only be specified for a versioned model package.");
        refuse(
                request.has("ValidationSpecification"),
                "ValidationSpecification is not supported; run a transform job with the package's model instead.");
        if (named && specified) {
            // Optional for versions only.
            for (String member :
                    List.of("SupportedTransformInstanceTypes", "SupportedRealtimeInferenceInstanceTypes")) {
                refuse(
                        !request.has("InferenceSpecification." + member),
                        member + " must be specified in the InferenceSpecification of an unversioned model package.");
            }
        }
    }

    private static void refuse(boolean broken, String message) {
        if (broken) {
            throw ApiException.validation(message);
        }
    }
}
