package io.slipway.emulator;

import static io.slipway.emulator.HostingHouse.variant;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ContainerSpec;
import io.slipway.emulator.wire.Document;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Endpoints from their creation to their end. */
@Timeout(120)
class EndpointsTest {

    private HostingHouse house;

    @BeforeEach
    void open() {
        house = new HostingHouse();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private String error(String operation, Document request) throws Exception {
        HttpResponse<String> response = house.slipway.send(operation, request.toJson());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains("ValidationException");
        return Document.parse(response.body()).getString("message");
    }

    private static Document named(String name) {
        return Document.EMPTY.with("EndpointName", name);
    }

    @Test
    void endpointServesFromInServiceOn() throws Exception {
        String model = house.model("plain:1", Map.of("Environment", Map.of("WORD", "hello")));
        String config = house.config(variant("AllTraffic", model));
        String name = house.create(config);

        Document endpoint = house.awaitStatus(name, "InService");

        assertThat(house.invoke(name, "1,2").body()).isEqualTo("hello(1,2)");
        assertThat(endpoint.getString("EndpointConfigName")).isEqualTo(config);
        Document shown = endpoint.documents("ProductionVariants").getFirst();
        assertThat(shown.findDouble("CurrentWeight")).hasValue(1);
        assertThat(shown.getLong("DesiredInstanceCount")).isEqualTo(1);
        Document image = shown.documents("DeployedImages").getFirst();
        assertThat(image.getString("SpecifiedImage")).isEqualTo("plain:1");
        assertThat(image.getString("ResolvedImage")).startsWith("plain@sha256:");
        assertThat(house.call("ListEndpoints", Document.EMPTY.with("StatusEquals", "InService"))
                        .documents("Endpoints"))
                .hasSize(1);
        assertThat(house.call("DescribeEndpointConfig", Document.EMPTY.with("EndpointConfigName", config))
                        .documents("ProductionVariants")
                        .getFirst()
                        .findDouble("InitialVariantWeight"))
                .hasValue(1);
    }

    @Test
    void whatIsNotThereIsToldInTheServicesWords() throws Exception {
        String arn = "arn:aws:sagemaker:us-west-2:000000000000:";
        assertThat(error("DescribeEndpoint", named("e")))
                .isEqualTo("Could not find endpoint \"" + arn + "endpoint/e\".");
        assertThat(error("DeleteEndpoint", named("e"))).startsWith("Could not find endpoint ");
        assertThat(error("CreateEndpoint", named("e").with("EndpointConfigName", "c")))
                .isEqualTo("Could not find endpoint configuration \"" + arn + "endpoint-config/c\".");
        Document config =
                Document.EMPTY.with("EndpointConfigName", "c").with("ProductionVariants", List.of(variant("v", "m")));
        assertThat(error("CreateEndpointConfig", config)).isEqualTo("Could not find model \"" + arn + "model/m\".");
    }

    @Test
    void whatIsThereIsNotMadeAgain() throws Exception {
        String config = house.config(variant("v", house.model("plain:1", Map.of())));
        String name = house.servingBy(config);
        assertThat(error("CreateEndpoint", named(name).with("EndpointConfigName", config)))
                .startsWith("Cannot create already existing endpoint \"arn:");
    }

    @Test
    void variantsMustMakeSense() throws Exception {
        String model = house.model("plain:1", Map.of());
        Document request = Document.EMPTY.with("EndpointConfigName", "c");
        assertThat(error(
                        "CreateEndpointConfig",
                        request.with("ProductionVariants", List.of(variant("v", model), variant("v", model)))))
                .contains("must be unique");
        assertThat(error(
                        "CreateEndpointConfig",
                        request.with(
                                "ProductionVariants",
                                List.of(variant("v", model)
                                        .with(
                                                "ServerlessConfig",
                                                Map.of("MemorySizeInMB", 1024, "MaxConcurrency", 1))))))
                .contains("Exactly one of InstanceType and ServerlessConfig");
    }

    @Test
    void containerThatDiesFailsTheEndpointWithItsLastWords() throws Exception {
        String name = house.create(house.config(variant("AllTraffic", house.model("dying:1", Map.of()))));

        Document endpoint = house.awaitStatus(name, "Failed");

        assertThat(endpoint.getString("FailureReason"))
                .isEqualTo("The primary container for production variant AllTraffic did not pass the ping health check."
                        + " Please check CloudWatch logs for this endpoint. The container primary exited with code 3:"
                        + " no such module: numpy");
        assertThat(house.running(name)).isZero();
        assertThat(error(
                        "UpdateEndpoint",
                        named(name).with("EndpointConfigName", endpoint.getString("EndpointConfigName"))))
                .startsWith("Cannot update failed endpoint");
        house.call("DeleteEndpoint", named(name));
    }

    @Test
    void missingModelDataFailsTheEndpointAndNamesTheUrl() throws Exception {
        String model = house.model("plain:1", Map.of("ModelDataUrl", "s3://nowhere/model.tar.gz"));
        String name = house.create(house.config(variant("AllTraffic", model)));

        assertThat(house.awaitStatus(name, "Failed").getString("FailureReason"))
                .startsWith("Failed to download model data for container \"container-1\" from URL:"
                        + " \"s3://nowhere/model.tar.gz\".");
        assertThat(house.containers.started).isEmpty();
    }

    @Test
    void archiveThatLeadsOutOfItsDirectoryFailsTheEndpoint() throws Exception {
        house.put("/models", new byte[0]);
        house.putArchive("/models/evil.tar.gz", Map.of("../../evil", "x"));
        house.put("/models/noise.tar.gz", "no archive".getBytes(StandardCharsets.UTF_8));
        for (String archive : List.of("evil", "noise")) {
            String model = house.model("plain:1", Map.of("ModelDataUrl", "s3://models/" + archive + ".tar.gz"));
            String name = house.create(house.config(variant("AllTraffic", model)));
            assertThat(house.awaitStatus(name, "Failed").getString("FailureReason"))
                    .startsWith("Failed to download model data");
            assertThat(house.running(name)).isZero();
        }
    }

    @Test
    void containersGetTheirModelAndEnvironment() throws Exception {
        house.put("/models", new byte[0]);
        house.putArchive("/models/m.tar.gz", Map.of("weights", "w"));
        house.put("/models/tree/a/b", "x".getBytes(StandardCharsets.UTF_8));
        Document source = Document.EMPTY.with(
                "S3DataSource",
                Map.of("S3Uri", "s3://models/tree/", "S3DataType", "S3Prefix", "CompressionType", "None"));
        String name = house.servingBy(house.config(
                variant("one", house.model("plain:1", Map.of("ModelDataUrl", "s3://models/m.tar.gz"))),
                variant("two", house.model("plain:2", Map.of("ModelDataSource", source)))));

        assertThat(house.containers.started).hasSize(2).allSatisfy(spec -> {
            assertThat(spec.command()).contains(List.of("serve"));
            assertThat(spec.environment()).containsEntry("AWS_REGION", "us-west-2");
            assertThat(spec.mounts().getFirst().target()).isEqualTo("/opt/ml/model");
            String file = spec.image().value().equals("plain:1") ? "weights" : "a/b";
            assertThat(spec.mounts().getFirst().source().resolve(file)).exists();
        });
        house.call("DeleteEndpoint", named(name));
    }

    @Test
    void deletedEndpointIsGoneWithItsContainers() throws Exception {
        String name = house.serving("plain:1");
        house.call("DeleteEndpoint", named(name));
        while (house.slipway.send("DescribeEndpoint", named(name).toJson()).statusCode() == 200) {
            Thread.onSpinWait();
        }
        assertThat(error("DescribeEndpoint", named(name))).startsWith("Could not find endpoint");
        assertThat(house.running(name)).isZero();
        assertThat(house.invoke(name, "").statusCode()).isEqualTo(400);
    }

    @Test
    void endpointThatIsBeingCreatedHasNoVariantsAndIsNotDeleted() throws Exception {
        String name = house.create(house.config(variant("AllTraffic", house.model("deaf:1", Map.of()))));
        assertThat(house.describe(name).has("ProductionVariants")).isFalse();
        assertThat(error("DeleteEndpoint", named(name)))
                .isEqualTo("Cannot update in-progress endpoint \"arn:aws:sagemaker:us-west-2:000000000000:endpoint/"
                        + name + "\".");
    }

    @Test
    void updateServesWithoutAGapAndEndsTheOldContainers() throws Exception {
        String before = house.model("plain:1", Map.of("Environment", Map.of("WORD", "old")));
        String after = house.model("plain:2", Map.of("Environment", Map.of("WORD", "new")));
        String name = house.servingBy(house.config(variant("AllTraffic", before)));
        String config = house.config(variant("AllTraffic", after));
        AtomicBoolean stop = new AtomicBoolean();
        Set<String> answers = ConcurrentHashMap.newKeySet();
        CountDownLatch before50 = new CountDownLatch(50);
        CountDownLatch after50 = new CountDownLatch(50);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                clients.execute(() -> {
                    answers.add(text(name));
                    before50.countDown();
                    while (!stop.get()) {
                        answers.add(text(name));
                    }
                    answers.add(text(name));
                    after50.countDown();
                });
            }
            assertThat(before50.await(1, TimeUnit.MINUTES)).isTrue();
            house.call("UpdateEndpoint", named(name).with("EndpointConfigName", config));
            house.awaitStatus(name, "InService");
            assertThat(text(name)).isEqualTo("new()");
            stop.set(true);
            assertThat(after50.await(1, TimeUnit.MINUTES)).isTrue();
        }
        assertThat(answers).containsExactlyInAnyOrder("old()", "new()");
        assertThat(house.describe(name).getString("EndpointConfigName")).isEqualTo(config);
        assertThat(house.running(name)).isEqualTo(1);
    }

    @Test
    void endpointIsUpdatingWhileTheNewContainersDoNotAnswer() throws Exception {
        String name = house.serving("plain:1");
        String config = house.config(variant("AllTraffic", house.model("deaf:1", Map.of())));
        house.call("UpdateEndpoint", named(name).with("EndpointConfigName", config));
        assertThat(house.describe(name).getString("EndpointStatus")).isEqualTo("Updating");
        assertThat(text(name)).isEqualTo("()");
    }

    private void awaitPings(int more) throws InterruptedException {
        int enough = house.containers.pings.get() + more;
        while (house.containers.pings.get() < enough) {
            Thread.sleep(5);
        }
    }

    private String text(String endpoint) {
        try {
            HttpResponse<String> response = house.invoke(endpoint, "");
            return response.statusCode() == 200 ? response.body() : response.statusCode() + response.body();
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Test
    void updateThatFailsLeavesWhatServed() throws Exception {
        String name = house.serving("plain:1");
        String before = house.describe(name).getString("EndpointConfigName");
        String config = house.config(variant("AllTraffic", house.model("dying:1", Map.of())));

        house.call("UpdateEndpoint", named(name).with("EndpointConfigName", config));
        Document endpoint = house.awaitStatus(name, "InService");

        assertThat(endpoint.getString("FailureReason")).contains("did not pass the ping health check");
        assertThat(endpoint.getString("EndpointConfigName")).isEqualTo(before);
        assertThat(house.invoke(name, "x").body()).isEqualTo("(x)");
        assertThat(house.running(name)).isEqualTo(1);
    }

    @Test
    void requestsAreSharedByWeight() throws Exception {
        String model = house.model("named:1", Map.of());
        Document heavy = variant("heavy", model).with("InitialVariantWeight", 3);
        Document off = variant("off", model).with("InitialVariantWeight", 0);
        String name = house.servingBy(house.config(heavy, variant("light", model), off));
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            HttpResponse<String> response = house.invoke(name, "");
            counts.merge(
                    response.headers()
                            .firstValue("x-Amzn-Invoked-Production-Variant")
                            .orElse(""),
                    1,
                    Integer::sum);
        }
        assertThat(counts).containsOnlyKeys("heavy", "light");
        assertThat(counts.get("heavy")).isBetween(240, 360);
        assertThat(house.invoke(name, "", "X-Amzn-SageMaker-Target-Variant", "off")
                        .headers()
                        .firstValue("x-Amzn-Invoked-Production-Variant"))
                .contains("off");
    }

    @Test
    void capacityAndWeightChangeWhileItServes() throws Exception {
        String name = house.servingBy(house.config(variant("AllTraffic", house.model("named:1", Map.of()))));
        Document change = Document.EMPTY
                .with("VariantName", "AllTraffic")
                .with("DesiredWeight", 2.5)
                .with("DesiredInstanceCount", 3);
        house.call(
                "UpdateEndpointWeightsAndCapacities", named(name).with("DesiredWeightsAndCapacities", List.of(change)));
        Document variant = house.awaitStatus(name, "InService")
                .documents("ProductionVariants")
                .getFirst();

        assertThat(variant.getLong("CurrentInstanceCount")).isEqualTo(3);
        assertThat(variant.findDouble("CurrentWeight")).hasValue(2.5);
        Set<String> instances = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            instances.add(house.invoke(name, "").body());
        }
        assertThat(instances).hasSize(3);

        house.call(
                "UpdateEndpointWeightsAndCapacities",
                named(name).with("DesiredWeightsAndCapacities", List.of(change.with("DesiredInstanceCount", 1))));
        house.awaitStatus(name, "InService");
        assertThat(house.running(name)).isEqualTo(1);
        assertThat(error(
                        "UpdateEndpointWeightsAndCapacities",
                        named(name).with("DesiredWeightsAndCapacities", List.of(change.with("VariantName", "none")))))
                .contains("do not exist");
    }

    @Test
    void retainedPropertiesOutliveAnUpdate() throws Exception {
        String model = house.model("named:1", Map.of());
        String config = house.config(variant("AllTraffic", model));
        String name = house.servingBy(config);
        Document change = Document.EMPTY.with("VariantName", "AllTraffic").with("DesiredInstanceCount", 2);
        house.call(
                "UpdateEndpointWeightsAndCapacities", named(name).with("DesiredWeightsAndCapacities", List.of(change)));
        house.awaitStatus(name, "InService");

        house.call(
                "UpdateEndpoint",
                named(name).with("EndpointConfigName", config).with("RetainAllVariantProperties", true));

        Document variant = house.awaitStatus(name, "InService")
                .documents("ProductionVariants")
                .getFirst();
        assertThat(variant.getLong("CurrentInstanceCount")).isEqualTo(2);
    }

    @Test
    void containerThatEndsIsReplacedAndOnlyTheRequestItHeldFails() throws Exception {
        String name = house.serving("short:1");
        int failed = 0;
        while (house.containers.started.size() < 3) {
            if (house.invoke(name, "x").statusCode() != 200) {
                failed++;
            }
        }
        assertThat(failed).isLessThanOrEqualTo(2);
        assertThat(text(name)).isEqualTo("()");
        assertThat(house.describe(name).getString("EndpointStatus")).isEqualTo("InService");
    }

    @Test
    void containerThatBreaksARequestOffGetsNoOtherUntilItAnswersAPing() throws Exception {
        String name = house.serving("falling:1");
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = clients.submit(() -> text(name));
            while (house.containers.requests.get() == 0) {
                Thread.sleep(5);
            }
            awaitPings(2);
            int broken = house.containers.requests.get();
            List<Future<String>> others = IntStream.range(0, 20)
                    .mapToObj(i -> clients.submit(() -> text(name)))
                    .toList();
            awaitPings(5);
            assertThat(house.containers.requests).hasValue(broken);
            house.containers.gate.countDown();
            assertThat(first.get()).isEqualTo("()");
            for (Future<String> other : others) {
                assertThat(other.get()).isEqualTo("()");
            }
            assertThat(house.containers.requests).hasValue(broken + 21);
            assertThat(house.containers.started).hasSize(1);
        }
    }

    @Test
    void requestOfAKilledInstanceDoesNotGoToAnotherThatWasKilledWithIt() throws Exception {
        Document variant = variant("AllTraffic", house.model("mortal:1", Map.of()))
                .with("InitialInstanceCount", 3)
                .with("RoutingConfig", Map.of("RoutingStrategy", "LEAST_OUTSTANDING_REQUESTS"));
        String name = house.servingBy(house.config(variant));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                answers.add(clients.submit(() -> text(name)));
                awaitAsked(i);
            }
            List<String> busy = List.copyOf(house.containers.asked);
            String idle = house.containers.started.stream()
                    .map(ContainerSpec::name)
                    .filter(instance -> !busy.contains(instance))
                    .findFirst()
                    .orElseThrow();

            house.containers.dead.addAll(List.of(busy.getFirst(), idle));
            awaitAsked(3);
            for (int i = 0; i < 20; i++) {
                answers.add(clients.submit(() -> text(name)));
            }
            awaitAsked(23);
            house.containers.gate.countDown();

            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("alive");
            }
            assertThat(busy.getFirst()).isNotEqualTo(busy.getLast());
            assertThat(house.containers.asked.subList(2, 23)).containsOnly(busy.getLast());
        }
    }

    private void awaitAsked(int count) throws InterruptedException {
        while (house.containers.asked.size() < count) {
            Thread.sleep(2);
        }
    }
}
