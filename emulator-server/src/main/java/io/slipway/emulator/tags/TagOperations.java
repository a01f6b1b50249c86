package io.slipway.emulator.tags;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.aws.PageToken;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.TagStore;
import io.slipway.emulator.store.Tags;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.List;
import java.util.Optional;

/** AddTags, ListTags, DeleteTags: for whatever resource there is. */
public final class TagOperations {

    private final TagStore store;

    public TagOperations(TagStore store) {
        this.store = store;
    }

    public List<Operation> operations() {
        return List.of(
                Operation.sageMaker("AddTags", this::add),
                Operation.sageMaker("ListTags", this::list),
                Operation.sageMaker("DeleteTags", this::delete));
    }

    private Document add(RequestContext context, Document request) {
        Tags added = Tags.of(request);
        return response(found(request, store.updateTags(resource(request), tags -> tags.withAll(added)))
                .documents());
    }

    private Document delete(RequestContext context, Document request) {
        List<String> keys = request.strings("TagKeys");
        found(request, store.updateTags(resource(request), tags -> tags.without(keys)));
        return Document.EMPTY;
    }

    private Document list(RequestContext context, Document request) {
        List<Document> tags = found(request, store.findTags(resource(request))).documents();
        int limit = (int) request.findLong("MaxResults").orElse(Tags.MAXIMUM);
        int start =
                request.findString("NextToken").map(token -> start(token, tags)).orElse(0);
        int end = Math.min(tags.size(), start + limit);
        Document page = response(tags.subList(start, end));
        return end == tags.size() ? page : page.with("NextToken", PageToken.encode(List.of(key(tags.get(end - 1)))));
    }

    /** After the last key of the page before, wherever it now stands. */
    private static int start(String token, List<Document> tags) {
        String last = PageToken.decode(token)
                .filter(parts -> parts.size() == 1)
                .orElseThrow(() -> ApiException.validation("Invalid NextToken"))
                .getFirst();
        for (int i = 0; i < tags.size(); i++) {
            if (key(tags.get(i)).equals(last)) {
                return i + 1;
            }
        }
        return tags.size();
    }

    private static String key(Document tag) {
        return tag.getString("Key");
    }

    private static Document response(List<Document> tags) {
        return Document.EMPTY.with("Tags", tags);
    }

    private static Arn resource(Document request) {
        return Arn.parse(request.getString("ResourceArn"));
    }

    private static Tags found(Document request, Optional<Tags> tags) {
        return tags.orElseThrow(
                () -> ApiException.validation("Could not find resource \"" + request.getString("ResourceArn") + "\"."));
    }
}
