package io.slipway.emulator.store;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.wire.Document;
import java.time.Instant;
import java.util.Optional;

/**
 * A thing that clients made, as it is stored.
 *
 * @param arn its kind, region, account and name, as the client spelled it
 * @param status the word that lists filter and sort by; empty text if the kind has none
 * @param parent the ARN of what it belongs to (the tuning job of a training job), or empty
 * @param request the validated request that made it
 * @param managed the members that Slipway keeps: laid over the request when it is described
 */
public record Resource(
        Arn arn,
        String status,
        Optional<Arn> parent,
        Instant creationTime,
        Instant lastModifiedTime,
        Document request,
        Document managed) {

    public String name() {
        return arn.name();
    }

    /** The request with the managed members laid over it. */
    public Document description() {
        return request.withAll(managed);
    }

    public Resource withStatus(String newStatus) {
        return new Resource(arn, newStatus, parent, creationTime, lastModifiedTime, request, managed);
    }

    public Resource withManaged(Document newManaged) {
        return new Resource(arn, status, parent, creationTime, lastModifiedTime, request, newManaged);
    }
}
