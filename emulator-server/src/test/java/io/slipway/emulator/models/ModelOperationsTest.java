package io.slipway.emulator.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.OpenStore;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelOperationsTest {

    private static final RequestContext CONTEXT = new RequestContext("eu-west-1", "000000000000", "id", "");
    private static final String ARN = "arn:aws:sagemaker:eu-west-1:000000000000:model/My-Model";
    private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_123L);

    @TempDir
    Path directory;

    private OpenStore open;
    private ModelOperations models;

    @BeforeEach
    void open() {
        InstantSource clock = InstantSource.fixed(NOW);
        open = new OpenStore(directory, clock);
        models = new ModelOperations(
                open.store(), new ContainerRules(image -> !image.isBlank()), ModelOperationsTest::packaged, clock);
    }

    /** A package {@code one} of one container, {@code two} of two. */
    private static List<Document> packaged(RequestContext context, String name, Optional<String> specification) {
        Document first = Document.parse("{\"Image\":\"" + specification.orElse("i")
                + "\",\"ModelDataUrl\":\"s3://b/m\"," + "\"Environment\":{\"A\":\"package\",\"B\":\"package\"}}");
        return switch (name) {
            case "one" -> List.of(first);
            case "two" -> List.of(first, Document.parse("{\"Image\":\"second\"}"));
            default -> throw ApiException.validation("ModelPackage " + name + " does not exist.");
        };
    }

    @Test
    void containersOfAPackageBecomeTheModels() {
        call("CreateModel", """
                {"ModelName":"packaged","PrimaryContainer":{"ModelPackageName":"one","Environment":{"B":"model"}}}
                """);
        Document container = call("DescribeModel", "{\"ModelName\":\"packaged\"}")
                .findDocument("PrimaryContainer")
                .orElseThrow();
        assertThat(container.getString("Image")).isEqualTo("i");
        assertThat(container.getString("ModelDataUrl")).isEqualTo("s3://b/m");
        assertThat(container.getString("ModelPackageName")).isEqualTo("one");
        assertThat(container.stringMap("Environment"))
                .containsEntry("A", "package")
                .containsEntry("B", "model");

        call("CreateModel", """
                {"ModelName":"pipeline","PrimaryContainer":{"ModelPackageName":"two",
                  "InferenceSpecificationName":"other"}}
                """);
        Document pipeline = call("DescribeModel", "{\"ModelName\":\"pipeline\"}");
        assertThat(pipeline.has("PrimaryContainer")).isFalse();
        assertThat(pipeline.documents("Containers"))
                .extracting(each -> each.getString("Image"))
                .containsExactly("other", "second");

        assertThatThrownBy(() -> call("CreateModel", """
                {"ModelName":"none","PrimaryContainer":{"ModelPackageName":"three"}}
                """)).hasMessage("ModelPackage three does not exist.");
    }

    @AfterEach
    void close() {
        open.close();
    }

    private Document call(String operation, String request) {
        return models.operations().stream()
                .filter(row -> row.name().equals(operation))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(CONTEXT, Document.parse(request));
    }

    private void create(String name) {
        call("CreateModel", "{\"ModelName\":\"" + name + "\",\"PrimaryContainer\":{\"Image\":\"i\"}}");
    }

    @Test
    void modelIsDescribedAsItWasCreated() {
        Document created = call("CreateModel", """
                {"ModelName":"My-Model","ExecutionRoleArn":"arn:aws:iam::000000000000:role/r",
                 "PrimaryContainer":{"Image":"i","ModelDataUrl":"s3://b/m.tar.gz","Environment":{"A":"1"}}}""");

        assertThat(created.toJson()).isEqualTo("{\"ModelArn\":\"" + ARN + "\"}");
        Document model = call("DescribeModel", "{\"ModelName\":\"my-model\"}");
        assertThat(model.getString("ModelName")).isEqualTo("My-Model");
        assertThat(model.getString("ModelArn")).isEqualTo(ARN);
        assertThat(model.findTime("CreationTime")).contains(NOW);
        assertThat(model.findBoolean("EnableNetworkIsolation")).contains(false);
        assertThat(model.getString("PrimaryContainer.Mode")).isEqualTo("SingleModel");
        assertThat(model.getString("PrimaryContainer.Environment.A")).isEqualTo("1");
        assertThat(model.has("Containers")).isFalse();
    }

    @Test
    void pipelineIsDescribedInTheFormThatWasSent() {
        call("CreateModel", "{\"ModelName\":\"My-Model\",\"Containers\":[{\"Image\":\"i\"},{\"Image\":\"j\"}]}");

        Document model = call("DescribeModel", "{\"ModelName\":\"My-Model\"}");

        assertThat(model.documents("Containers")).hasSize(2);
        assertThat(model.has("PrimaryContainer")).isFalse();
    }

    @Test
    void secondModelOfANameIsRefused() {
        create("My-Model");

        assertThatThrownBy(() -> create("my-model"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.error()).isEqualTo(ApiError.VALIDATION_EXCEPTION))
                .hasMessage("Cannot create already existing model "
                        + "\"arn:aws:sagemaker:eu-west-1:000000000000:model/my-model\".");
    }

    @ParameterizedTest
    @CsvSource({"DescribeModel", "DeleteModel"})
    void unknownModelIsRefused(String operation) {
        assertThatThrownBy(() -> call(operation, "{\"ModelName\":\"My-Model\"}"))
                .isInstanceOf(ApiException.class)
                .hasMessage("Could not find model \"" + ARN + "\".");
    }

    @Test
    void deletedModelIsGone() {
        create("My-Model");

        assertThat(call("DeleteModel", "{\"ModelName\":\"My-Model\"}")).isEqualTo(Document.EMPTY);

        assertThat(open.store().find(CONTEXT.arn("model", "My-Model"))).isEmpty();
    }

    @Test
    void modelsAreListedInPages() {
        for (String name : new String[] {"a", "b", "c"}) {
            create(name);
        }
        Document first = call("ListModels", "{\"SortBy\":\"Name\",\"SortOrder\":\"Ascending\",\"MaxResults\":2}");

        Document second = call(
                "ListModels",
                "{\"SortBy\":\"Name\",\"SortOrder\":\"Ascending\",\"NextToken\":\"" + first.getString("NextToken")
                        + "\"}");

        assertThat(first.documents("Models").stream().map(model -> model.getString("ModelName")))
                .containsExactly("a", "b");
        assertThat(second.documents("Models").stream().map(model -> model.getString("ModelName")))
                .containsExactly("c");
        assertThat(second.has("NextToken")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|Either PrimaryContainer or Containers must be specified.",
                "{'PrimaryContainer':{'Image':'i'},'Containers':[{'Image':'i'}]}|Only one of PrimaryContainer",
                "{'PrimaryContainer':{}}|Either Image or ModelPackageName",
                "{'PrimaryContainer':{'Image':' '}}|Please provide a valid Amazon Elastic Container Registry path",
                "{'PrimaryContainer':{'Image':'i','Mode':'MultiModel'}}|ModelDataUrl must be specified",
                "{'Containers':[{'Image':'i','ContainerHostname':'h'},{'Image':'i','ContainerHostname':'h'}]}|Duplicate",
                "{'Containers':[{'Image':'i','ContainerHostname':'h'},{'Image':'i'}],"
                        + "'InferenceExecutionConfig':{'Mode':'Direct'}}|ContainerHostname must be specified",
                "{'Containers':[{'Image':'i','Mode':'MultiModel','ModelDataUrl':'s3://b/m/'},"
                        + "{'Image':'i','Mode':'MultiModel','ModelDataUrl':'s3://b/m/'}]}|More than one container in"
                        + " MultiModel mode is not supported with inference pipeline."
            })
    void whatCannotBeAModelIsRefusedAndNotStored(String request, String message) {
        String json = request.replace('\'', '"');

        assertThatThrownBy(() -> models.operations()
                        .getFirst()
                        .handler()
                        .handle(CONTEXT, Document.parse(json).with("ModelName", "My-Model")))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(message);
        assertThat(open.store().find(CONTEXT.arn("model", "My-Model"))).isEmpty();
    }
}
