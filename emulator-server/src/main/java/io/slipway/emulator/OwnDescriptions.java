package io.slipway.emulator;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.search.Descriptions;
import io.slipway.emulator.search.SearchSource;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks the families' Describe operations. */
final class OwnDescriptions implements Descriptions {

    private final Map<String, Operation.Handler> handlers;

    OwnDescriptions(List<Operation> operations) {
        handlers = operations.stream()
                .filter(operation -> operation.name().startsWith("Describe"))
                .filter(operation -> operation.service() == Service.SAGEMAKER)
                .collect(Collectors.toMap(Operation::name, Operation::handler));
    }

    @Override
    public Optional<Document> describe(RequestContext context, SearchSource source, Resource resource) {
        Operation.Handler handler = handlers.get("Describe" + source.prefix());
        if (handler == null) {
            return Optional.empty();
        }
        String name = source.byArn() ? resource.arn().toString() : resource.name();
        try {
            return Optional.of(handler.handle(context, Document.EMPTY.with(source.prefix() + "Name", name)));
        } catch (ApiException gone) {
            // It was deleted since it was found.
            return Optional.empty();
        }
    }
}
