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

/** CreateAlgorithm, DescribeAlgorithm, ListAlgorithms, DeleteAlgorithm. An algorithm never changes. */
public final class AlgorithmOperations {

    private static final String NAME = "AlgorithmName";

    /** Nothing is validated by running it, so it is ready at once. */
    private static final String STATUS = "Completed";

    private final ResourceStore store;
    private final Algorithms algorithms;
    private final AlgorithmRules rules;
    private final InstantSource clock;

    public AlgorithmOperations(ResourceStore store, Algorithms algorithms, AlgorithmRules rules, InstantSource clock) {
        this.store = store;
        this.algorithms = algorithms;
        this.rules = rules;
        this.clock = clock;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("CreateAlgorithm", this::create),
                Operation.sageMaker("DescribeAlgorithm", this::describe),
                Operation.sageMaker("ListAlgorithms", this::list),
                Operation.sageMaker("DeleteAlgorithm", this::delete));
    }

    private Document create(RequestContext context, Document request) {
        rules.check(request);
        Arn arn = context.arn(Algorithms.KIND, request.getString(NAME));
        Instant now = Instant.ofEpochMilli(clock.millis());
        if (!store.insertIfAbsent(new Resource(arn, STATUS, Optional.empty(), now, now, request, Document.EMPTY))) {
            throw ApiException.validation("Algorithm with name " + arn.name() + " already exists.");
        }
        return Document.EMPTY.with("AlgorithmArn", arn.toString());
    }

    private Document describe(RequestContext context, Document request) {
        Resource algorithm = find(context, request);
        return algorithm
                .description()
                .without("Tags")
                .with(NAME, algorithm.name())
                .with("AlgorithmArn", algorithm.arn().toString())
                .with("CreationTime", algorithm.creationTime())
                .with("AlgorithmStatus", algorithm.status())
                .with(
                        "AlgorithmStatusDetails",
                        Document.EMPTY.with("ValidationStatuses", List.of()).with("ImageScanStatuses", List.of()))
                .with("CertifyForMarketplace", algorithm.request().isTrue("CertifyForMarketplace"));
    }

    private Document list(RequestContext context, Document request) {
        PageRequest page =
                new ListParameters(request).page(Algorithms.KIND, context.region(), SortBy.CREATION_TIME, false);
        return Listing.of(store, page, "AlgorithmSummaryList", AlgorithmOperations::summary);
    }

    private static Document summary(Resource algorithm) {
        return Document.EMPTY
                .with(NAME, algorithm.name())
                .with("AlgorithmArn", algorithm.arn().toString())
                .with("AlgorithmDescription", algorithm.request().find("AlgorithmDescription"))
                .with("CreationTime", algorithm.creationTime())
                .with("AlgorithmStatus", algorithm.status());
    }

    private Document delete(RequestContext context, Document request) {
        store.delete(find(context, request).arn());
        return Document.EMPTY;
    }

    private Resource find(RequestContext context, Document request) {
        String name = request.getString(NAME);
        return algorithms
                .find(context.arn(Algorithms.KIND, name), name)
                .orElseThrow(() -> ApiException.validation("Algorithm with name " + name + " does not exist."));
    }
}
