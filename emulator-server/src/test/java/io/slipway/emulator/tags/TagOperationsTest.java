package io.slipway.emulator.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.OpenStore;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagOperationsTest {

    private static final RequestContext CONTEXT = new RequestContext("eu-west-1", "000000000000", "id", "");
    private static final Arn MODEL = CONTEXT.arn("model", "M");

    @TempDir
    Path directory;

    private OpenStore open;
    private TagOperations tags;

    @BeforeEach
    void open() {
        open = new OpenStore(directory, InstantSource.system());
        open.store()
                .insertIfAbsent(new Resource(
                        MODEL, "", Optional.empty(), Instant.EPOCH, Instant.EPOCH, Document.EMPTY, Document.EMPTY));
        tags = new TagOperations(open.store());
    }

    @AfterEach
    void close() {
        open.close();
    }

    private Document call(String operation, Document request) {
        return tags.operations().stream()
                .filter(row -> row.name().equals(operation))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(CONTEXT, request.with("ResourceArn", MODEL.toString()));
    }

    private static Document tagging(Map<String, String> tags) {
        return Document.EMPTY.with(
                "Tags",
                tags.entrySet().stream()
                        .map(tag -> Map.of("Key", tag.getKey(), "Value", tag.getValue()))
                        .toList());
    }

    private static Map<String, String> numbered(int count) {
        Map<String, String> numbered = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            numbered.put("key-" + i, "" + i);
        }
        return numbered;
    }

    private static List<String> pairs(Document response) {
        return response.documents("Tags").stream()
                .map(tag -> tag.getString("Key") + "=" + tag.getString("Value"))
                .toList();
    }

    @Test
    void addOverwritesByKeyAndAnswersWithAllTags() {
        call("AddTags", tagging(Map.of("a", "1")));
        call("AddTags", tagging(Map.of("b", "2")));

        assertThat(pairs(call("AddTags", tagging(Map.of("a", "3"))))).containsExactly("a=3", "b=2");
        assertThat(pairs(call("ListTags", Document.EMPTY))).containsExactly("a=3", "b=2");
    }

    @Test
    void keysMindCase() {
        call("AddTags", tagging(Map.of("a", "1")));

        assertThat(pairs(call("AddTags", tagging(Map.of("A", "2"))))).containsExactly("a=1", "A=2");
    }

    @Test
    void deleteTakesTheNamedKeysAndMindsNoOthers() {
        call("AddTags", tagging(numbered(3)));

        assertThat(call("DeleteTags", Document.EMPTY.with("TagKeys", List.of("key-1", "unknown"))))
                .isEqualTo(Document.EMPTY);

        assertThat(pairs(call("ListTags", Document.EMPTY))).containsExactly("key-0=0", "key-2=2");
    }

    @Test
    void fiftyFirstTagIsRefusedAndNoneAdded() {
        call("AddTags", tagging(numbered(49)));

        assertThatThrownBy(() -> call("AddTags", tagging(Map.of("x", "", "y", ""))))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("at most 50 tags");

        assertThat(pairs(call("ListTags", Document.EMPTY))).hasSize(49);
        assertThat(pairs(call("AddTags", tagging(Map.of("x", ""))))).hasSize(50);
    }

    @Test
    void reservedPrefixIsRefused() {
        assertThatThrownBy(() -> call("AddTags", tagging(Map.of("aws:x", ""))))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("aws:");
    }

    @Test
    void listGoesOnAfterTheTokensKey() {
        call("AddTags", tagging(numbered(5)));
        Document first = call("ListTags", Document.EMPTY.with("MaxResults", 3));

        Document second = call("ListTags", Document.EMPTY.with("NextToken", first.getString("NextToken")));

        assertThat(pairs(first)).containsExactly("key-0=0", "key-1=1", "key-2=2");
        assertThat(pairs(second)).containsExactly("key-3=3", "key-4=4");
        assertThat(second.has("NextToken")).isFalse();
    }

    @Test
    void unknownResourceIsRefused() {
        open.store().delete(MODEL);

        assertThatThrownBy(() -> call("ListTags", Document.EMPTY))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("Could not find resource");
        assertThatThrownBy(() -> call("AddTags", tagging(Map.of("a", "1")))).isInstanceOf(ApiException.class);
    }
}
