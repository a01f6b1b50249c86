package io.slipway.emulator.dispatch;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.wire.Document;

/**
 * A row of the table of operations.
 *
 * @param name as in the service's model, {@code CreateTrainingJob}
 */
public record Operation(Service service, String name, Handler handler) {

    /** Answers a request that has passed its model's validation. */
    @FunctionalInterface
    public interface Handler {

        /**
         * @return the response; members that the operation's output shape does not have are dropped on the way out
         * @throws io.slipway.emulator.wire.ApiException with what the client is told
         */
        Document handle(RequestContext context, Document request);
    }

    public static Operation sageMaker(String name, Handler handler) {
        return new Operation(Service.SAGEMAKER, name, handler);
    }
}
