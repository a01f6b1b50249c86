package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.Emulator;
import io.slipway.emulator.config.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.waiters.S3Waiter;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CreateEndpointConfigRequest;
import software.amazon.awssdk.services.sagemaker.model.EndpointSummary;
import software.amazon.awssdk.services.sagemaker.model.ProcessingInstanceType;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariant;
import software.amazon.awssdk.services.sagemaker.model.ProductionVariantInstanceType;
import software.amazon.awssdk.services.sagemaker.waiters.SageMakerWaiter;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointAsyncResponse;
import software.amazon.awssdk.services.sagemakerruntime.model.InvokeEndpointWithResponseStreamResponseHandler;

/** The waiters, paginators and streams of the AWS SDK for Java v2, on played containers. */
class JavaHostingClientsIT {

    private static final String ROLE = "arn:aws:iam::000000000000:role/SlipwayTest";
    private static final String IMAGE = "433757028032.dkr.ecr.us-west-2.amazonaws.com/xgboost:latest";
    private static final WaiterOverrideConfiguration OFTEN = WaiterOverrideConfiguration.builder()
            .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(50)))
            .maxAttempts(1200)
            .build();

    private final String bucket = "java-" + UUID.randomUUID();

    @Test
    void waitersPaginatorsAndStreamsWork() throws Exception {
        try (Emulator emulator = SharedSlipway.start(Map.of(Setting.ENGINE, "simulated"))) {
            URI slipway = SharedSlipway.endpoint(emulator);
            try (SageMakerClient sageMaker = JavaClients.sageMaker(slipway);
                    SageMakerWaiter waiter = SageMakerWaiter.builder()
                            .client(sageMaker)
                            .overrideConfiguration(OFTEN)
                            .build();
                    S3Client s3 = JavaClients.s3(slipway)) {
                s3.createBucket(request -> request.bucket(bucket));
                s3.putObject(
                        request -> request.bucket(bucket).key("in/rows.csv"), RequestBody.fromString("1,2\n3,4\n"));
                sageMaker.createModel(request -> request.modelName("model")
                        .executionRoleArn(ROLE)
                        .primaryContainer(container -> container.image(IMAGE)));
                String transformed = transform(sageMaker, waiter, s3);
                process(sageMaker, waiter);
                assertThat(transformed.lines()).hasSize(2);

                serve(sageMaker, "one", config -> {});
                serve(
                        sageMaker,
                        "async",
                        config -> config.asyncInferenceConfig(async ->
                                async.outputConfig(output -> output.s3OutputPath("s3://" + bucket + "/async"))));
                for (String name : List.of("one", "async")) {
                    waiter.waitUntilEndpointInService(request -> request.endpointName(name));
                }
                assertThat(sageMaker.listEndpointsPaginator(request -> request.maxResults(1)).stream()
                                .flatMap(page -> page.endpoints().stream())
                                .map(EndpointSummary::endpointName))
                        .containsExactly("async", "one");
                assertThat(stream(slipway)).isEqualTo(transformed);
                assertThat(invokeAsync(slipway, s3)).isEqualTo(transformed);
                for (String name : List.of("one", "async")) {
                    sageMaker.deleteEndpoint(request -> request.endpointName(name));
                    waiter.waitUntilEndpointDeleted(request -> request.endpointName(name));
                }
            }
        }
    }

    private String transform(SageMakerClient sageMaker, SageMakerWaiter waiter, S3Client s3) {
        sageMaker.createTransformJob(request -> request.transformJobName("transform")
                .modelName("model")
                .transformInput(input -> input.splitType("Line")
                        .dataSource(source -> source.s3DataSource(
                                s3Source -> s3Source.s3DataType("S3Prefix").s3Uri("s3://" + bucket + "/in/"))))
                .transformOutput(output -> output.s3OutputPath("s3://" + bucket + "/out"))
                .transformResources(resources -> resources.instanceCount(1).instanceType("ml.m5.large")));
        waiter.waitUntilTransformJobCompletedOrStopped(request -> request.transformJobName("transform"));
        assertThatThrownBy(() ->
                        waiter.waitUntilTransformJobCompletedOrStopped(request -> request.transformJobName("nowhere")))
                .isInstanceOf(SdkClientException.class);
        return s3.getObjectAsBytes(request -> request.bucket(bucket).key("out/rows.csv.out"))
                .asUtf8String();
    }

    private static void process(SageMakerClient sageMaker, SageMakerWaiter waiter) {
        sageMaker.createProcessingJob(request -> request.processingJobName("process")
                .roleArn(ROLE)
                .appSpecification(application -> application.imageUri(IMAGE))
                .processingResources(resources -> resources.clusterConfig(cluster -> cluster.instanceCount(1)
                        .instanceType(ProcessingInstanceType.ML_M5_LARGE)
                        .volumeSizeInGB(1))));
        waiter.waitUntilProcessingJobCompletedOrStopped(request -> request.processingJobName("process"));
    }

    private static void serve(
            SageMakerClient sageMaker, String name, Consumer<CreateEndpointConfigRequest.Builder> more) {
        sageMaker.createEndpointConfig(request -> more.accept(request.endpointConfigName(name)
                .productionVariants(ProductionVariant.builder()
                        .variantName("AllTraffic")
                        .modelName("model")
                        .instanceType(ProductionVariantInstanceType.ML_M5_LARGE)
                        .initialInstanceCount(1)
                        .build())));
        sageMaker.createEndpoint(request -> request.endpointName(name).endpointConfigName(name));
    }

    private static String stream(URI slipway) throws Exception {
        Queue<String> parts = new ConcurrentLinkedQueue<>();
        try (SageMakerRuntimeAsyncClient runtime = JavaClients.asyncRuntime(slipway)) {
            runtime.invokeEndpointWithResponseStream(
                            request -> request.endpointName("one").body(SdkBytes.fromUtf8String("1,2\n3,4\n")),
                            InvokeEndpointWithResponseStreamResponseHandler.builder()
                                    .subscriber(InvokeEndpointWithResponseStreamResponseHandler.Visitor.builder()
                                            .onPayloadPart(part ->
                                                    parts.add(part.bytes().asUtf8String()))
                                            .build())
                                    .build())
                    .get();
        }
        return String.join("", parts);
    }

    private String invokeAsync(URI slipway, S3Client s3) {
        try (SageMakerRuntimeClient runtime = JavaClients.runtime(slipway)) {
            InvokeEndpointAsyncResponse accepted = runtime.invokeEndpointAsync(
                    request -> request.endpointName("async").inputLocation("s3://" + bucket + "/in/rows.csv"));
            String key = accepted.outputLocation().substring(("s3://" + bucket + "/").length());
            try (S3Waiter waiter =
                    S3Waiter.builder().client(s3).overrideConfiguration(OFTEN).build()) {
                waiter.waitUntilObjectExists(request -> request.bucket(bucket).key(key));
            }
            return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                    .asUtf8String();
        }
    }
}
