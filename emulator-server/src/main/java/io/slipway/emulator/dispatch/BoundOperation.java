package io.slipway.emulator.dispatch;

import io.slipway.emulator.model.OperationModel;
import io.slipway.emulator.model.Projection;
import io.slipway.emulator.model.Shape.StructureShape;
import io.slipway.emulator.model.Validator;
import io.slipway.emulator.wire.Document;
import java.util.Optional;

/** A row of the table with its operation's model: what comes in is validated, what goes out is cut to the output shape. */
public record BoundOperation(Operation row, OperationModel model) {

    /**
     * @return what the client is sent; empty if the operation has no output
     * @throws io.slipway.emulator.wire.ApiException with what the client is told
     */
    public Optional<Document> handle(RequestContext context, Document request) {
        Document response = row.handler().handle(context, validated(request));
        return model.output().map(shape -> Projection.onto(shape, response));
    }

    private Document validated(Document request) {
        Optional<StructureShape> input = model.input();
        if (input.isEmpty()) {
            return Document.EMPTY;
        }
        Validator.check(input.get(), request);
        return Projection.onto(input.get(), request);
    }
}
