package io.slipway.emulator.endpoints;

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

/** CreateEndpointConfig, DescribeEndpointConfig, ListEndpointConfigs, DeleteEndpointConfig. One never changes. */
public final class EndpointConfigOperations {

    static final String KIND = "endpoint-config";

    private final ResourceStore store;
    private final EndpointConfigRules rules;
    private final InstantSource clock;

    public EndpointConfigOperations(ResourceStore store, InstantSource clock) {
        this.store = store;
        this.rules = new EndpointConfigRules(new HostedModels(store));
        this.clock = clock;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("CreateEndpointConfig", this::create),
                Operation.sageMaker("DescribeEndpointConfig", this::describe),
                Operation.sageMaker("ListEndpointConfigs", this::list),
                Operation.sageMaker("DeleteEndpointConfig", this::delete));
    }

    private Document create(RequestContext context, Document request) {
        rules.check(context, request);
        Arn arn = arn(context, request);
        Instant now = Instant.ofEpochMilli(clock.millis());
        var config = new Resource(arn, "", Optional.empty(), now, now, withDefaults(request), Document.EMPTY);
        if (!store.insertIfAbsent(config)) {
            throw ApiException.validation("Cannot create already existing endpoint configuration \"" + arn + "\".");
        }
        return Document.EMPTY.with("EndpointConfigArn", arn.toString());
    }

    private static Document withDefaults(Document request) {
        Document complete = request;
        for (String member : List.of("ProductionVariants", "ShadowProductionVariants")) {
            if (request.has(member)) {
                complete = complete.with(
                        member,
                        request.documents(member).stream()
                                .map(variant -> Document.EMPTY
                                        .with("InitialVariantWeight", 1.0)
                                        .withAll(variant))
                                .toList());
            }
        }
        return complete;
    }

    private Document describe(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        Resource config = store.find(arn).orElseThrow(() -> notFound(arn));
        return config.description()
                .with("EndpointConfigName", config.name())
                .with("EndpointConfigArn", config.arn().toString())
                .with("CreationTime", config.creationTime());
    }

    private Document list(RequestContext context, Document request) {
        PageRequest page = new ListParameters(request).page(KIND, context.region(), SortBy.CREATION_TIME, true);
        return Listing.of(store, page, "EndpointConfigs", EndpointConfigOperations::summary);
    }

    private static Document summary(Resource config) {
        return Document.EMPTY
                .with("EndpointConfigName", config.name())
                .with("EndpointConfigArn", config.arn().toString())
                .with("CreationTime", config.creationTime());
    }

    private Document delete(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        if (!store.delete(arn)) {
            throw notFound(arn);
        }
        return Document.EMPTY;
    }

    private static Arn arn(RequestContext context, Document request) {
        return context.arn(KIND, request.getString("EndpointConfigName"));
    }

    static ApiException notFound(Arn arn) {
        return ApiException.validation("Could not find endpoint configuration \"" + arn + "\".");
    }
}
