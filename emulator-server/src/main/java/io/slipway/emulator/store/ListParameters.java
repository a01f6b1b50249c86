package io.slipway.emulator.store;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.store.PageRequest.SortBy;
import io.slipway.emulator.wire.Document;
import java.util.Optional;

/** What the service's list operations have in common: their members of the same names, read in one way. */
public record ListParameters(Document request) {

    private static final long DEFAULT_LIMIT = 10;

    /**
     * @param defaultSort when the request names none
     * @param defaultDescending likewise
     */
    public PageRequest page(String kind, String region, SortBy defaultSort, boolean defaultDescending) {
        return page(kind, region, Optional.empty(), defaultSort, defaultDescending);
    }

    /** Of the children of a resource. */
    public PageRequest page(
            String kind, String region, Optional<Arn> parent, SortBy defaultSort, boolean defaultDescending) {
        return new PageRequest(
                kind,
                region,
                parent,
                request.findString("NameContains"),
                request.findString("StatusEquals"),
                request.findTime("CreationTimeAfter"),
                request.findTime("CreationTimeBefore"),
                request.findTime("LastModifiedTimeAfter"),
                request.findTime("LastModifiedTimeBefore"),
                request.findString("SortBy").flatMap(ListParameters::sortBy).orElse(defaultSort),
                request.findString("SortOrder").map("Descending"::equals).orElse(defaultDescending),
                (int) request.findLong("MaxResults").orElse(DEFAULT_LIMIT),
                request.findString("NextToken"));
    }

    private static Optional<SortBy> sortBy(String word) {
        return switch (word) {
            case "Name" -> Optional.of(SortBy.NAME);
            case "CreationTime" -> Optional.of(SortBy.CREATION_TIME);
            case "Status" -> Optional.of(SortBy.STATUS);
            default -> Optional.empty();
        };
    }
}
