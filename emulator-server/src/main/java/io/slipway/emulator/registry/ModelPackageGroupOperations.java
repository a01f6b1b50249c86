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
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** CreateModelPackageGroup, DescribeModelPackageGroup, ListModelPackageGroups, DeleteModelPackageGroup. */
public final class ModelPackageGroupOperations {

    private static final String COMPLETED = "Completed";

    private final ResourceStore store;
    private final ModelPackages packages;
    private final InstantSource clock;

    public ModelPackageGroupOperations(ResourceStore store, ModelPackages packages, InstantSource clock) {
        this.store = store;
        this.packages = packages;
        this.clock = clock;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("CreateModelPackageGroup", this::create),
                Operation.sageMaker("DescribeModelPackageGroup", this::describe),
                Operation.sageMaker("ListModelPackageGroups", this::list),
                Operation.sageMaker("DeleteModelPackageGroup", this::delete));
    }

    private Document create(RequestContext context, Document request) {
        Arn arn = context.arn(PackageName.GROUP, request.getString("ModelPackageGroupName"));
        Instant now = Instant.ofEpochMilli(clock.millis());
        var group = new Resource(arn, COMPLETED, Optional.empty(), now, now, request, Document.EMPTY);
        if (!store.insertIfAbsent(group)) {
            throw ApiException.validation("Model Package Group already exists: " + arn);
        }
        return Document.EMPTY.with("ModelPackageGroupArn", arn.toString());
    }

    private Document describe(RequestContext context, Document request) {
        Arn arn = PackageName.groupArn(context, request.getString("ModelPackageGroupName"));
        Resource group = store.find(arn).orElseThrow(() -> ModelPackages.noGroup(arn));
        return group.request().withAll(summary(group)).with("CreatedBy", Document.EMPTY);
    }

    private Document list(RequestContext context, Document request) {
        if (request.findString("CrossAccountFilterOption")
                .filter("CrossAccount"::equals)
                .isPresent()) {
            // There is but one account.
            return Document.EMPTY.with("ModelPackageGroupSummaryList", List.of());
        }
        PageRequest page =
                new ListParameters(request).page(PackageName.GROUP, context.region(), SortBy.CREATION_TIME, false);
        return Listing.of(store, page, "ModelPackageGroupSummaryList", ModelPackageGroupOperations::summary);
    }

    private static Document summary(Resource group) {
        return Document.EMPTY
                .with("ModelPackageGroupName", group.name())
                .with("ModelPackageGroupArn", group.arn().toString())
                .with("ModelPackageGroupDescription", group.request().find("ModelPackageGroupDescription"))
                .with("ManagedConfiguration", group.request().find("ManagedConfiguration"))
                .with("CreationTime", group.creationTime())
                .with("ModelPackageGroupStatus", group.status());
    }

    private Document delete(RequestContext context, Document request) {
        packages.deleteGroup(PackageName.groupArn(context, request.getString("ModelPackageGroupName")));
        return Document.EMPTY;
    }
}
