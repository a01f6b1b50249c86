package io.slipway.it;

import io.slipway.emulator.Emulator;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeAsyncClient;
import software.amazon.awssdk.services.sagemakerruntime.SageMakerRuntimeClient;

/** Clients of the AWS SDK for Java v2, pointed at a Slipway as users point them. */
final class JavaClients {

    private static final StaticCredentialsProvider ANY_CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private JavaClients() {}

    static SageMakerClient sageMaker(Emulator emulator) {
        return sageMaker(SharedSlipway.endpoint(emulator));
    }

    static SageMakerClient sageMaker(URI endpoint) {
        return SageMakerClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_WEST_2)
                .credentialsProvider(ANY_CREDENTIALS)
                .build();
    }

    static SageMakerRuntimeClient runtime(URI endpoint) {
        return SageMakerRuntimeClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_WEST_2)
                .credentialsProvider(ANY_CREDENTIALS)
                .overrideConfiguration(overrides -> overrides.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    static SageMakerRuntimeAsyncClient asyncRuntime(URI endpoint) {
        return SageMakerRuntimeAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_WEST_2)
                .credentialsProvider(ANY_CREDENTIALS)
                .build();
    }

    static CloudWatchLogsClient logs(Emulator emulator) {
        return CloudWatchLogsClient.builder()
                .endpointOverride(SharedSlipway.endpoint(emulator))
                .region(Region.US_WEST_2)
                .credentialsProvider(ANY_CREDENTIALS)
                .build();
    }

    static S3Client s3(Emulator emulator) {
        return s3(SharedSlipway.endpoint(emulator));
    }

    static S3Client s3(URI endpoint) {
        return s3(endpoint, "test", "test");
    }

    static S3Client s3(URI endpoint, String accessKey, String secretKey) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .build();
    }
}
