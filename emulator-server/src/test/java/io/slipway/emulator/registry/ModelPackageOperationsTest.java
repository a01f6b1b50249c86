package io.slipway.emulator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.store.OpenStore;
import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.S3Uri;
import io.slipway.s3.embedded.EmbeddedStore;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPackageOperationsTest {

    private static final RequestContext CONTEXT = new RequestContext("eu-west-1", "000000000000", "id", "");
    private static final String ARNS = "arn:aws:sagemaker:eu-west-1:000000000000:";

    @TempDir
    Path directory;

    private OpenStore open;
    private EmbeddedStore objects;
    private ModelPackages packages;
    private List<Operation> operations;

    @BeforeEach
    void open() {
        InstantSource clock = InstantSource.system();
        objects = new EmbeddedStore(directory.resolve("s3"), clock);
        objects.createBucket("bkt");
        objects.put(new S3Uri("bkt", "model.tar.gz"), new ByteArrayInputStream(new byte[3]), "application/gzip");
        open = new OpenStore(directory, clock);
        packages = new ModelPackages(open.store(), clock);
        var specification = new PackageSpecification(
                open.store(), objects, image -> !image.isBlank(), image -> Optional.of("sha256:of-" + image));
        operations = Stream.concat(
                        new ModelPackageOperations(open.store(), packages, specification).operations().stream(),
                        new ModelPackageGroupOperations(open.store(), packages, clock).operations().stream())
                .toList();
    }

    @AfterEach
    void close() {
        open.close();
        objects.close();
    }

    private Document call(String operation, Document request) {
        return operations.stream()
                .filter(row -> row.name().equals(operation))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(CONTEXT, request);
    }

    private Document call(String operation, String member, String value) {
        return call(operation, Document.EMPTY.with(member, value));
    }

    private static Document specification() {
        return Document.parse("""
                {"Containers":[{"Image":"image:1","ModelDataUrl":"s3://bkt/model.tar.gz","Environment":{"A":"1"}}],
                 "SupportedContentTypes":["text/csv"],"SupportedResponseMIMETypes":["text/csv"],
                 "SupportedTransformInstanceTypes":["ml.m5.large"],
                 "SupportedRealtimeInferenceInstanceTypes":["ml.m5.large"]}
                """);
    }

    private void group(String name) {
        call("CreateModelPackageGroup", "ModelPackageGroupName", name);
    }

    private String version(String group) {
        return call(
                        "CreateModelPackage",
                        Document.EMPTY
                                .with("ModelPackageGroupName", group)
                                .with("InferenceSpecification", specification()))
                .getString("ModelPackageArn");
    }

    private String unversioned(String name) {
        return call(
                        "CreateModelPackage",
                        Document.EMPTY.with("ModelPackageName", name).with("InferenceSpecification", specification()))
                .getString("ModelPackageArn");
    }

    private List<String> list(Document request) {
        return call("ListModelPackages", request).documents("ModelPackageSummaryList").stream()
                .map(summary -> summary.getString("ModelPackageArn"))
                .toList();
    }

    @Test
    void versionsOfAGroupCountUpAndAreNotGivenTwice() {
        group("Group");
        assertThat(version("Group")).isEqualTo(ARNS + "model-package/Group/1");
        assertThat(version(ARNS + "model-package-group/group")).isEqualTo(ARNS + "model-package/Group/2");
        call("DeleteModelPackage", "ModelPackageName", ARNS + "model-package/Group/2");

        assertThat(version("Group")).isEqualTo(ARNS + "model-package/Group/3");

        Document described = call("DescribeModelPackage", "ModelPackageName", "Group/3");
        assertThat(described.getString("ModelPackageGroupName")).isEqualTo("Group");
        assertThat(described.getLong("ModelPackageVersion")).isEqualTo(3);
        assertThat(described.getString("ModelPackageStatus")).isEqualTo("Completed");
        assertThat(described.getString("ModelApprovalStatus")).isEqualTo("PendingManualApproval");
        assertThat(described.documents("ModelPackageStatusDetails.ValidationStatuses"))
                .isEmpty();
        Document container =
                described.documents("InferenceSpecification.Containers").getFirst();
        assertThat(container.getString("ImageDigest")).isEqualTo("sha256:of-image:1");
        assertThat(container.getString("ModelDataETag"))
                .isEqualTo(objects.find(new S3Uri("bkt", "model.tar.gz"))
                        .orElseThrow()
                        .etag());
    }

    @Test
    void sameTokenMakesOneVersion() {
        group("g");
        Document request = Document.EMPTY
                .with("ModelPackageGroupName", "g")
                .with("InferenceSpecification", specification())
                .with("ClientToken", "token");
        assertThat(call("CreateModelPackage", request)).isEqualTo(call("CreateModelPackage", request));
        assertThat(list(Document.EMPTY.with("ModelPackageGroupName", "g"))).hasSize(1);
    }

    @Test
    void unversionedPackageHasItsOwnNameOnce() {
        assertThat(unversioned("alone")).isEqualTo(ARNS + "model-package/alone");
        assertThatThrownBy(() -> unversioned("Alone"))
                .hasMessageStartingWith("ModelPackage already exists")
                .extracting(refusal -> ((ApiException) refusal).error())
                .isEqualTo(ApiError.VALIDATION_EXCEPTION);
        Document described = call("DescribeModelPackage", "ModelPackageName", "alone");
        assertThat(described.getString("ModelPackageName")).isEqualTo("alone");
        assertThat(described.has("ModelPackageVersion")).isFalse();
        assertThat(described.has("ModelApprovalStatus")).isFalse();
    }

    @Test
    void packageOfAnAlgorithmTakesItsContainers() {
        var now = InstantSource.system().instant();
        Document algorithm = Document.EMPTY
                .with("AlgorithmName", "algo")
                .with("InferenceSpecification", Document.parse("{\"Containers\":[{\"Image\":\"algorithm:1\"}]}"));
        open.store()
                .insertIfAbsent(new Resource(
                        CONTEXT.arn("algorithm", "algo"),
                        "Completed",
                        Optional.empty(),
                        now,
                        now,
                        algorithm,
                        Document.EMPTY));
        call(
                "CreateModelPackage",
                Document.EMPTY
                        .with("ModelPackageName", "packed")
                        .with(
                                "SourceAlgorithmSpecification",
                                Map.of(
                                        "SourceAlgorithms",
                                        List.of(Map.of(
                                                "AlgorithmName", "algo", "ModelDataUrl", "s3://bkt/model.tar.gz")))));

        assertThat(packages.containers(CONTEXT, "packed", Optional.empty()))
                .containsExactly(
                        Document.parse("{\"Image\":\"algorithm:1\",\"ModelDataUrl\":\"s3://bkt/model.tar.gz\"}"));
    }

    static Stream<Arguments> refused() {
        Document versioned =
                Document.EMPTY.with("ModelPackageGroupName", "g").with("InferenceSpecification", specification());
        Document alone = versioned.without("ModelPackageGroupName").with("ModelPackageName", "p");
        return Stream.of(
                Arguments.of("Exactly one of ModelPackageName", versioned.with("ModelPackageName", "p")),
                Arguments.of("Exactly one of ModelPackageName", versioned.without("ModelPackageGroupName")),
                Arguments.of(
                        "Either InferenceSpecification or SourceAlgorithmSpecification",
                        versioned.without("InferenceSpecification")),
                Arguments.of("can only be specified for a versioned", alone.with("ModelApprovalStatus", "Approved")),
                Arguments.of("ValidationSpecification is not supported", alone.with("ValidationSpecification", "x")),
                Arguments.of(
                        "SupportedTransformInstanceTypes must be specified",
                        alone.with(
                                "InferenceSpecification", specification().without("SupportedTransformInstanceTypes"))),
                Arguments.of("does not exist", versioned.with("ModelPackageGroupName", "none")),
                Arguments.of(
                        "Cannot find S3 object: none in bucket bkt",
                        versioned.with(
                                "InferenceSpecification",
                                Document.parse(
                                        "{\"Containers\":[{\"Image\":\"i\",\"ModelDataUrl\":\"s3://bkt/none\"}]}"))),
                Arguments.of(
                        "Invalid image",
                        versioned.with(
                                "InferenceSpecification", Document.parse("{\"Containers\":[{\"Image\":\" \"}]}"))),
                Arguments.of(
                        "Algorithm with name none does not exist.",
                        Document.EMPTY
                                .with("ModelPackageName", "p")
                                .with(
                                        "SourceAlgorithmSpecification",
                                        Document.parse("{\"SourceAlgorithms\":[{\"AlgorithmName\":\"none\"}]}"))));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNoPackageIsRefusedAndLeavesNothing(String message, Document request) {
        group("g");
        assertThatThrownBy(() -> call("CreateModelPackage", request)).hasMessageContaining(message);
        assertThat(list(Document.EMPTY.with("ModelPackageType", "Both"))).isEmpty();
    }

    @Test
    void approvalAndPropertiesAreUpdated() {
        group("g");
        String arn = version("g");
        call(
                "UpdateModelPackage",
                Document.EMPTY
                        .with("ModelPackageArn", arn)
                        .with("ModelApprovalStatus", "Approved")
                        .with("ApprovalDescription", "fine")
                        .with("CustomerMetadataProperties", Map.of("a", "1", "b", "2")));
        call(
                "UpdateModelPackage",
                Document.EMPTY
                        .with("ModelPackageArn", arn)
                        .with("CustomerMetadataProperties", Map.of("b", "3", "c", "4"))
                        .with("CustomerMetadataPropertiesToRemove", List.of("a"))
                        .with(
                                "AdditionalInferenceSpecificationsToAdd",
                                List.of(specification()
                                        .with("Name", "small")
                                        .with("Containers", List.of(Map.of("Image", "small:1"))))));

        Document described = call("DescribeModelPackage", "ModelPackageName", arn);
        assertThat(described.getString("ModelApprovalStatus")).isEqualTo("Approved");
        assertThat(described.getString("ApprovalDescription")).isEqualTo("fine");
        assertThat(described.stringMap("CustomerMetadataProperties"))
                .containsOnly(Map.entry("b", "3"), Map.entry("c", "4"));
        assertThat(packages.containers(CONTEXT, arn, Optional.of("small")))
                .containsExactly(Document.parse("{\"Image\":\"small:1\"}"));
        assertThatThrownBy(() -> packages.containers(CONTEXT, arn, Optional.of("large")))
                .hasMessageContaining("has no inference specification named large");
        assertThat(list(Document.EMPTY.with("ModelPackageGroupName", "g").with("ModelApprovalStatus", "Approved")))
                .containsExactly(arn);
        assertThat(list(Document.EMPTY.with("ModelPackageGroupName", "g").with("ModelApprovalStatus", "Rejected")))
                .isEmpty();
    }

    @Test
    void listShowsWhatIsAskedForPageByPage() {
        group("g");
        group("h");
        List<String> ofGroup = List.of(version("g"), version("g"), version("g"));
        version("h");
        String alone = unversioned("alone");

        assertThat(list(Document.EMPTY)).containsExactly(alone);
        assertThat(list(Document.EMPTY.with("ModelPackageType", "Versioned"))).hasSize(4);
        assertThat(list(Document.EMPTY.with("ModelPackageType", "Both"))).hasSize(5);
        Document request = Document.EMPTY.with("ModelPackageGroupName", "g").with("MaxResults", 2);
        Document first = call("ListModelPackages", request);
        assertThat(first.documents("ModelPackageSummaryList")).hasSize(2);
        assertThat(list(request.with("NextToken", first.getString("NextToken"))))
                .containsExactly(ofGroup.getLast());
    }

    @Test
    void batchTellsWhatIsThereAndWhatIsNot() {
        String there = unversioned("alone");
        String none = ARNS + "model-package/none";
        Document answer =
                call("BatchDescribeModelPackage", Document.EMPTY.with("ModelPackageArnList", List.of(there, none)));
        assertThat(answer.node().path("ModelPackageSummaries").path(there).path("InferenceSpecification"))
                .isNotEmpty();
        assertThat(answer.node()
                        .path("BatchDescribeModelPackageErrorMap")
                        .path(none)
                        .path("ErrorCode")
                        .asText())
                .isEqualTo("ValidationException");
    }

    @Test
    void groupGoesWhenItIsEmpty() {
        group("g");
        String arn = version("g");
        assertThat(call("DescribeModelPackageGroup", "ModelPackageGroupName", ARNS + "model-package-group/g")
                        .getString("ModelPackageGroupStatus"))
                .isEqualTo("Completed");
        assertThatThrownBy(() -> group("g")).hasMessageContaining("already exists");
        assertThatThrownBy(() -> call("DeleteModelPackageGroup", "ModelPackageGroupName", "g"))
                .extracting(refusal -> ((ApiException) refusal).error())
                .isEqualTo(ApiError.CONFLICT_EXCEPTION);
        call("DeleteModelPackage", "ModelPackageName", arn);
        call("DeleteModelPackageGroup", "ModelPackageGroupName", "g");
        assertThat(call("ListModelPackageGroups", Document.EMPTY).documents("ModelPackageGroupSummaryList"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeModelPackage", "DeleteModelPackage"})
    void packageThatIsNotThereIsNotFound(String operation) {
        assertThatThrownBy(() -> call(operation, "ModelPackageName", "none"))
                .hasMessage("ModelPackage " + ARNS + "model-package/none does not exist.");
        assertThatThrownBy(() -> call("DescribeModelPackageGroup", "ModelPackageGroupName", "none"))
                .hasMessage("ModelPackageGroup " + ARNS + "model-package-group/none does not exist.");
    }
}
