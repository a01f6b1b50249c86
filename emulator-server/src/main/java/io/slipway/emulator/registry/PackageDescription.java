package io.slipway.emulator.registry;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Optional;

/** What clients see of a model package. */
final class PackageDescription {

    private PackageDescription() {}

    static Document of(Resource modelPackage) {
        Document description = modelPackage
                .description()
                .without("Tags")
                .without("ClientToken")
                .withAll(common(modelPackage))
                .with("CertifyForMarketplace", modelPackage.request().isTrue("CertifyForMarketplace"))
                .with(
                        "ModelPackageStatusDetails",
                        Document.EMPTY.with("ValidationStatuses", List.of()).with("ImageScanStatuses", List.of()));
        return modelPackage.lastModifiedTime().equals(modelPackage.creationTime())
                ? description
                : description.with("LastModifiedTime", modelPackage.lastModifiedTime());
    }

    static Document summary(Resource modelPackage) {
        Document description = modelPackage.description();
        Document summary = common(modelPackage);
        for (String member : List.of(
                "ModelPackageDescription", "ModelApprovalStatus", "ModelLifeCycle", "ModelPackageRegistrationType")) {
            summary = summary.with(member, description.find(member));
        }
        return summary;
    }

    /** As BatchDescribeModelPackage shows it. */
    static Document batchSummary(Resource modelPackage) {
        return summary(modelPackage)
                .with("InferenceSpecification", modelPackage.description().find("InferenceSpecification"));
    }

    private static Document common(Resource modelPackage) {
        Optional<String> group = modelPackage.parent().map(parent -> parent.name());
        return Document.EMPTY
                .with("ModelPackageName", PackageName.first(modelPackage.arn()))
                .with("ModelPackageGroupName", group)
                .with(
                        "ModelPackageVersion",
                        group.map(name -> Long.valueOf(modelPackage
                                .name()
                                .substring(modelPackage.name().indexOf('/') + 1))))
                .with("ModelPackageArn", modelPackage.arn().toString())
                .with("CreationTime", modelPackage.creationTime())
                .with("ModelPackageStatus", "Completed");
    }
}
