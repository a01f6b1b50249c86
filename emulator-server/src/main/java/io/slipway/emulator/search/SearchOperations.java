package io.slipway.emulator.search;

import io.slipway.emulator.aws.PageToken;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.search.Ranking.Place;
import io.slipway.emulator.search.Ranking.Ranked;
import io.slipway.emulator.store.ResourceScan;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Search and GetSearchSuggestions.
 *
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Search.html">Search</a>
 */
public final class SearchOperations {

    private static final long DEFAULT_LIMIT = 10;
    private static final String DEFAULT_SORT = "LastModifiedTime";

    private final ResourceScan store;
    private final SearchableProperties properties;
    private final Descriptions descriptions;
    private final List<SearchSource> sources;

    public SearchOperations(
            ResourceScan store,
            SearchableProperties properties,
            Descriptions descriptions,
            List<SearchSource> sources) {
        this.store = store;
        this.properties = properties;
        this.descriptions = descriptions;
        this.sources = List.copyOf(sources);
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("Search", this::search),
                Operation.sageMaker("GetSearchSuggestions", new Suggestions(store, sources)::suggest));
    }

    private Document search(RequestContext context, Document request) {
        String type = request.getString("Resource");
        List<SearchSource> searched =
                sources.stream().filter(source -> source.type().equals(type)).toList();
        String member =
                searched.isEmpty() ? memberOf(type) : searched.getFirst().member();
        ExpressionParser parser = new ExpressionParser(member, name -> Property.of(properties, type, member, name));
        Condition condition =
                request.findDocument("SearchExpression").map(parser::parse).orElse(new Condition.Every(List.of()));
        Optional<Property> sortBy =
                request.findString("SortBy").map(name -> Property.of(properties, type, member, name));
        boolean descending = !request.findString("SortOrder").orElse("").equals("Ascending");
        SearchPage page = new SearchPage(type, request.findString("SortBy").orElse(DEFAULT_SORT), descending);
        Ranking ranking =
                new Ranking(descending, request.findString("NextToken").map(page::parse), (int)
                        request.findLong("MaxResults").orElse(DEFAULT_LIMIT));
        Set<String> members = new HashSet<>(parser.members());
        sortBy.map(Property::member).ifPresent(members::add);
        searched.forEach(source -> scan(context, source, condition, sortBy, members, ranking));
        List<Document> results = new ArrayList<>();
        for (Ranked ranked : ranking.page()) {
            recorded(context, ranked)
                    .map(found -> Document.EMPTY.with(member, found))
                    .ifPresent(results::add);
        }
        return Document.EMPTY
                .with("Results", results)
                .with("NextToken", ranking.next().map(page::format))
                .with("TotalHits", ranking.totalHits());
    }

    private void scan(
            RequestContext context,
            SearchSource source,
            Condition condition,
            Optional<Property> sortBy,
            Set<String> members,
            Ranking ranking) {
        store.scan(source.kind(), context.region(), source.needed(members), (resource, tags) -> {
            Document outline = source.outline(resource).with("Tags", tags.documents());
            Document recorded = source.view().apply(outline);
            if (condition.isMetBy(recorded)) {
                Optional<SortKey> key = sortBy.map(property -> SortKey.of(property.values(recorded)))
                        .or(() -> Optional.of(
                                new SortKey(Optional.of(Document.seconds(resource.lastModifiedTime())), "")))
                        .filter(found -> !found.equals(SortKey.ABSENT));
                ranking.add(new Ranked(key, resource.arn().toString(), source, resource));
            }
        });
    }

    /** In full, as the family describes it. */
    private Optional<Document> recorded(RequestContext context, Ranked ranked) {
        return descriptions
                .describe(context, ranked.source(), ranked.resource())
                .map(description -> ranked.source()
                        .view()
                        .apply(description
                                .with("LastModifiedTime", ranked.resource().lastModifiedTime())
                                .with(
                                        "Tags",
                                        store.findTags(ranked.resource().arn()).map(tags -> tags.documents()))));
    }

    /** The member of {@code SearchRecord} for what Slipway has none of. */
    private static String memberOf(String type) {
        return switch (type) {
            case "ExperimentTrial" -> "Trial";
            case "ExperimentTrialComponent" -> "TrialComponent";
            default -> type;
        };
    }

    /** What page tokens are of: one that was given for another search is none. */
    private record SearchPage(String type, String sortBy, boolean descending) {

        String format(Place place) {
            return PageToken.encode(List.of(
                    type,
                    sortBy,
                    String.valueOf(descending),
                    place.key().isPresent() ? "present" : "absent",
                    place.key()
                            .flatMap(SortKey::number)
                            .map(BigDecimal::toString)
                            .orElse(""),
                    place.key().map(SortKey::text).orElse(""),
                    place.arn()));
        }

        Place parse(String token) {
            return PageToken.decode(token)
                    .filter(parts -> parts.size() == 7
                            && parts.get(0).equals(type)
                            && parts.get(1).equals(sortBy)
                            && parts.get(2).equals(String.valueOf(descending)))
                    .map(SearchPage::place)
                    .orElseThrow(() -> ApiException.validation("Invalid NextToken"));
        }

        private static Place place(List<String> parts) {
            Optional<BigDecimal> number =
                    Optional.of(parts.get(4)).filter(text -> !text.isEmpty()).map(BigDecimal::new);
            Optional<SortKey> key =
                    parts.get(3).equals("present") ? Optional.of(new SortKey(number, parts.get(5))) : Optional.empty();
            return new Place(key, parts.get(6));
        }
    }
}
