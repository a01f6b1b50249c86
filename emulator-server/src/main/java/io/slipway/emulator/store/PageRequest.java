package io.slipway.emulator.store;

import io.slipway.emulator.aws.Arn;
import java.time.Instant;
import java.util.Optional;

/**
 * A page of a list operation.
 *
 * @param kind of ARN, {@code training-job}
 * @param sortBy ties are broken by name
 * @param limit 1 to 100 (the model's validation sees to it)
 * @param nextToken of the page before
 */
public record PageRequest(
        String kind,
        String region,
        Optional<Arn> parent,
        Optional<String> nameContains,
        Optional<String> status,
        Optional<Instant> createdAfter,
        Optional<Instant> createdBefore,
        Optional<Instant> modifiedAfter,
        Optional<Instant> modifiedBefore,
        SortBy sortBy,
        boolean descending,
        int limit,
        Optional<String> nextToken) {

    public enum SortBy {
        NAME,
        CREATION_TIME,
        STATUS
    }

    public PageRequest withNextToken(Optional<String> token) {
        return new PageRequest(
                kind,
                region,
                parent,
                nameContains,
                status,
                createdAfter,
                createdBefore,
                modifiedAfter,
                modifiedBefore,
                sortBy,
                descending,
                limit,
                token);
    }
}
