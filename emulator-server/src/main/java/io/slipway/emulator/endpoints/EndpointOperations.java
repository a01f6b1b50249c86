package io.slipway.emulator.endpoints;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.endpoints.fleet.FleetPlan;
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
import java.util.function.Supplier;

/** CreateEndpoint, DescribeEndpoint, ListEndpoints, UpdateEndpoint, UpdateEndpointWeightsAndCapacities, DeleteEndpoint. */
public final class EndpointOperations {

    private final ResourceStore store;
    private final Endpoints endpoints;
    private final HostedModels models;
    private final Supplier<String> fleetIds;
    private final InstantSource clock;

    /** @param fleetIds short words that do not repeat */
    public EndpointOperations(
            ResourceStore store, Endpoints endpoints, Supplier<String> fleetIds, InstantSource clock) {
        this.store = store;
        this.endpoints = endpoints;
        this.models = new HostedModels(store);
        this.fleetIds = fleetIds;
        this.clock = clock;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("CreateEndpoint", this::create),
                Operation.sageMaker("DescribeEndpoint", this::describe),
                Operation.sageMaker("ListEndpoints", this::list),
                Operation.sageMaker("UpdateEndpoint", this::update),
                Operation.sageMaker("UpdateEndpointWeightsAndCapacities", this::scale),
                Operation.sageMaker("DeleteEndpoint", this::delete));
    }

    private Document create(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        FleetPlan plan = plan(context, request);
        Instant now = now();
        var endpoint = new Resource(
                arn, EndpointRecord.CREATING, Optional.empty(), now, now, request, EndpointRecord.beginning(plan, now));
        if (!store.insertIfAbsent(endpoint)) {
            throw ApiException.validation("Cannot create already existing endpoint \"" + arn + "\".");
        }
        endpoints.create(arn);
        return answer(arn);
    }

    /** What the configuration that a request names says now; later changes of it or of its models do not matter. */
    private FleetPlan plan(RequestContext context, Document request) {
        Arn arn = context.arn(EndpointConfigOperations.KIND, request.getString("EndpointConfigName"));
        Resource config = store.find(arn).orElseThrow(() -> EndpointConfigOperations.notFound(arn));
        Document named = config.request().with("EndpointConfigName", config.name());
        return FleetPlan.of(fleetIds.get(), named, model -> models.get(context.region(), context.account(), model));
    }

    private Document describe(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        Resource endpoint = store.find(arn).orElseThrow(() -> notFound(arn));
        return new EndpointDescription(new EndpointRecord(endpoint)).toDocument();
    }

    private Document list(RequestContext context, Document request) {
        PageRequest page =
                new ListParameters(request).page(EndpointRecord.KIND, context.region(), SortBy.CREATION_TIME, true);
        return Listing.of(store, page, "Endpoints", EndpointOperations::summary);
    }

    private static Document summary(Resource endpoint) {
        return Document.EMPTY
                .with("EndpointName", endpoint.name())
                .with("EndpointArn", endpoint.arn().toString())
                .with("CreationTime", endpoint.creationTime())
                .with("LastModifiedTime", endpoint.lastModifiedTime())
                .with("EndpointStatus", endpoint.status());
    }

    private Document update(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        existing(arn);
        FleetPlan planned = plan(context, request);
        store.update(arn, stored -> {
            EndpointRecord endpoint = changeable(stored);
            FleetPlan plan = UpdateRules.next(request, endpoint.live().orElseThrow(), planned);
            return endpoint.updatingTo(plan, now());
        });
        endpoints.change(arn);
        return answer(arn);
    }

    private Document scale(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        existing(arn);
        store.update(arn, stored -> {
            EndpointRecord endpoint = changeable(stored);
            FleetPlan live = endpoint.live().orElseThrow();
            return endpoint.updatingTo(UpdateRules.scaled(request, live), now());
        });
        endpoints.change(arn);
        return answer(arn);
    }

    private Document delete(RequestContext context, Document request) {
        Arn arn = arn(context, request);
        existing(arn);
        store.update(arn, stored -> {
            EndpointRecord endpoint = new EndpointRecord(stored);
            if (!endpoint.isDeletable()) {
                throw inProgress(stored);
            }
            return stored.withStatus(EndpointRecord.DELETING);
        });
        endpoints.delete(arn);
        return Document.EMPTY;
    }

    private static EndpointRecord changeable(Resource stored) {
        EndpointRecord endpoint = new EndpointRecord(stored);
        if (endpoint.status().equals(EndpointRecord.FAILED)) {
            throw ApiException.validation("Cannot update failed endpoint \"" + stored.arn() + "\".");
        }
        if (!endpoint.isChangeable()) {
            throw inProgress(stored);
        }
        return endpoint;
    }

    private static ApiException inProgress(Resource stored) {
        return ApiException.validation("Cannot update in-progress endpoint \"" + stored.arn() + "\".");
    }

    private void existing(Arn arn) {
        if (store.find(arn).isEmpty()) {
            throw notFound(arn);
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static Document answer(Arn arn) {
        return Document.EMPTY.with("EndpointArn", arn.toString());
    }

    private static Arn arn(RequestContext context, Document request) {
        return context.arn(EndpointRecord.KIND, request.getString("EndpointName"));
    }

    private static ApiException notFound(Arn arn) {
        return ApiException.validation("Could not find endpoint \"" + arn + "\".");
    }
}
