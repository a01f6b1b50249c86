package io.slipway.emulator.models;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** CreateModel, DescribeModel, ListModels, DeleteModel. A model never changes. */
public final class ModelOperations {

    public static final String KIND = "model";

    private final ResourceStore store;
    private final ContainerRules rules;
    private final PackageExpansion packages;
    private final InstantSource clock;

    public ModelOperations(
            ResourceStore store, ContainerRules rules, PackagedContainers packages, InstantSource clock) {
        this.store = store;
        this.rules = rules;
        this.packages = new PackageExpansion(packages);
        this.clock = clock;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("CreateModel", this::create),
                Operation.sageMaker("DescribeModel", this::describe),
                Operation.sageMaker("ListModels", this::list),
                Operation.sageMaker("DeleteModel", this::delete));
    }

    private Document create(RequestContext context, Document request) {
        rules.check(request);
        Arn arn = arn(context, request);
        Document expanded = packages.expand(context, request);
        Instant now = Instant.ofEpochMilli(clock.millis());
        if (!store.insertIfAbsent(new Resource(arn, "", Optional.empty(), now, now, expanded, Document.EMPTY))) {
            throw ApiException.validation("Cannot create already existing model \"" + arn + "\".");
        }
        return Document.EMPTY.with("ModelArn", arn.toString());
    }

    private Document describe(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        Resource model = store.find(arn).orElseThrow(() -> notFound(arn));
        Document sent = model.request();
        return sent.with("ModelArn", model.arn().toString())
                .with("CreationTime", model.creationTime())
                .with("EnableNetworkIsolation", sent.isTrue("EnableNetworkIsolation"))
                .with("PrimaryContainer", sent.findDocument("PrimaryContainer").map(ModelOperations::withMode))
                .with("Containers", containers(sent));
    }

    private static Optional<List<Document>> containers(Document sent) {
        List<Document> containers = new ArrayList<>();
        sent.documents("Containers").forEach(container -> containers.add(withMode(container)));
        return sent.has("Containers") ? Optional.of(containers) : Optional.empty();
    }

    private static Document withMode(Document container) {
        return container.has("Mode") ? container : container.with("Mode", "SingleModel");
    }

    private Document list(RequestContext context, Document request) {
        PageRequest page = new ListParameters(request).page(KIND, context.region(), SortBy.CREATION_TIME, true);
        return Listing.of(store, page, "Models", ModelOperations::summary);
    }

    private static Document summary(Resource model) {
        return Document.EMPTY
                .with("ModelName", model.name())
                .with("ModelArn", model.arn().toString())
                .with("CreationTime", model.creationTime());
    }

    private Document delete(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        if (!store.delete(arn)) {
            throw notFound(arn);
        }
        return Document.EMPTY;
    }

    private static Arn arn(RequestContext context, Document request) {
        return context.arn(KIND, request.getString("ModelName"));
    }

    private static ApiException notFound(Arn arn) {
        return ApiException.validation("Could not find model \"" + arn + "\".");
    }
}
