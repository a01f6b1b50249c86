package io.slipway.emulator.store;

import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What an operation that lists resources answers. */
public final class Listing {

    private Listing() {}

    /** @param member that holds the summaries */
    public static Document of(
            ResourceStore store, PageRequest request, String member, Function<Resource, Document> summary) {
        return filtered(store, request, member, resource -> Optional.of(summary.apply(resource)));
    }

    /**
     * The same for filters that only a few resources pass and no index serves: pages of which nothing is left are passed over.
     *
     * @param summary empty for a resource that is not to be listed
     */
    public static Document filtered(
            ResourceStore store, PageRequest request, String member, Function<Resource, Optional<Document>> summary) {
        PageRequest next = request;
        while (true) {
            Page page = store.page(next);
            List<Document> summaries = page.resources().stream()
                    .map(summary)
                    .flatMap(Optional::stream)
                    .toList();
            if (!summaries.isEmpty() || page.nextToken().isEmpty()) {
                return Document.EMPTY.with(member, summaries).with("NextToken", page.nextToken());
            }
            next = next.withNextToken(page.nextToken());
        }
    }
}
