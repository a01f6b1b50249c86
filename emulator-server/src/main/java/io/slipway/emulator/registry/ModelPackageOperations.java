package io.slipway.emulator.registry;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.ListParameters;
import io.slipway.emulator.store.Listing;
import io.slipway.emulator.store.PageRequest;
import io.slipway.emulator.store.PageRequest.SortBy;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.store.ResourceStore;
import io.slipway.emulator.wire.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * CreateModelPackage, DescribeModelPackage, ListModelPackages, UpdateModelPackage, DeleteModelPackage,
 * BatchDescribeModelPackage.
 */
public final class ModelPackageOperations {

    private static final String PENDING_APPROVAL = "PendingManualApproval";

    private final ResourceStore store;
    private final ModelPackages packages;
    private final PackageSpecification specification;

    public ModelPackageOperations(ResourceStore store, ModelPackages packages, PackageSpecification specification) {
        this.store = store;
        this.packages = packages;
        this.specification = specification;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("CreateModelPackage", this::create),
                Operation.sageMaker("DescribeModelPackage", this::describe),
                Operation.sageMaker("ListModelPackages", this::list),
                Operation.sageMaker("UpdateModelPackage", this::update),
                Operation.sageMaker("DeleteModelPackage", this::delete),
                Operation.sageMaker("BatchDescribeModelPackage", this::batchDescribe));
    }

    private Document create(RequestContext context, Document request) {
        PackageRules.check(request);
        Document managed = Document.EMPTY
                .with("InferenceSpecification", specification.of(context, request))
                .with(
                        "AdditionalInferenceSpecifications",
                        request.find("AdditionalInferenceSpecifications")
                                .map(given -> completed(request, "AdditionalInferenceSpecifications")));
        return response(
                request.has("ModelPackageName")
                        ? packages.createUnversioned(
                                context.arn(PackageName.PACKAGE, request.getString("ModelPackageName")),
                                request,
                                managed)
                        : packages.createVersion(
                                PackageName.groupArn(context, request.getString("ModelPackageGroupName")),
                                request,
                                managed.with(
                                        "ModelApprovalStatus",
                                        request.findString("ModelApprovalStatus")
                                                .orElse(PENDING_APPROVAL))));
    }

    private List<Document> completed(Document request, String member) {
        return request.documents(member).stream()
                .map(additional -> specification.completed(additional, true))
                .toList();
    }

    private Document describe(RequestContext context, Document request) {
        Arn arn = PackageName.packageArn(context, request.getString("ModelPackageName"));
        Document description = PackageDescription.of(packages.get(arn));
        boolean metadataOnly = request.findString("IncludedData")
                .filter("MetadataOnly"::equals)
                .isPresent();
        return metadataOnly
                ? description.with(
                        "ModelCard",
                        description.findDocument("ModelCard").map(card -> card.without("ModelCardContent")))
                : description;
    }

    private Document list(RequestContext context, Document request) {
        Optional<Arn> group =
                request.findString("ModelPackageGroupName").map(name -> PackageName.groupArn(context, name));
        if (group.isPresent() && store.find(group.get()).isEmpty()) {
            throw ModelPackages.noGroup(group.get());
        }
        Predicate<Resource> filter =
                ofType(request.findString("ModelPackageType").orElse(group.isPresent() ? "Versioned" : "Unversioned"));
        PageRequest pageRequest = new ListParameters(request.with("StatusEquals", request.find("ModelApprovalStatus")))
                .page(PackageName.PACKAGE, context.region(), group, SortBy.CREATION_TIME, false);
        return Listing.filtered(
                store,
                pageRequest,
                "ModelPackageSummaryList",
                found -> Optional.of(found).filter(filter).map(PackageDescription::summary));
    }

    private static Predicate<Resource> ofType(String type) {
        return switch (type) {
            case "Versioned" -> modelPackage -> modelPackage.parent().isPresent();
            case "Unversioned" -> modelPackage -> modelPackage.parent().isEmpty();
            default -> modelPackage -> true;
        };
    }

    private Document update(RequestContext context, Document request) {
        Arn arn = PackageName.packageArn(context, request.getString("ModelPackageArn"));
        Document completed = request.with(
                        "InferenceSpecification",
                        request.findDocument("InferenceSpecification")
                                .map(given -> specification.completed(given, true)))
                .with(
                        "AdditionalInferenceSpecificationsToAdd",
                        request.find("AdditionalInferenceSpecificationsToAdd")
                                .map(given -> completed(request, "AdditionalInferenceSpecificationsToAdd")));
        return response(store.update(arn, before -> PackageUpdate.apply(before, completed))
                .orElseThrow(() -> ModelPackages.noPackage(arn))
                .arn());
    }

    private Document delete(RequestContext context, Document request) {
        Arn arn = PackageName.packageArn(context, request.getString("ModelPackageName"));
        if (!store.delete(arn)) {
            throw ModelPackages.noPackage(arn);
        }
        return Document.EMPTY;
    }

    private Document batchDescribe(RequestContext context, Document request) {
        Map<String, Document> found = new LinkedHashMap<>();
        Map<String, Document> errors = new LinkedHashMap<>();
        for (String name : request.strings("ModelPackageArnList")) {
            Arn arn = PackageName.packageArn(context, name);
            store.find(arn)
                    .ifPresentOrElse(
                            modelPackage -> found.put(name, PackageDescription.batchSummary(modelPackage)),
                            () -> errors.put(
                                    name,
                                    Document.EMPTY
                                            .with("ErrorCode", "ValidationException")
                                            .with(
                                                    "ErrorResponse",
                                                    String.valueOf(ModelPackages.noPackage(arn)
                                                            .getMessage()))));
        }
        return Document.EMPTY.with("ModelPackageSummaries", found).with("BatchDescribeModelPackageErrorMap", errors);
    }

    private static Document response(Arn arn) {
        return Document.EMPTY.with("ModelPackageArn", arn.toString());
    }
}
