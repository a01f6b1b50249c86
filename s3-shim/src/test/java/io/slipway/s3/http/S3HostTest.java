package io.slipway.s3.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S3HostTest {

    @ParameterizedTest
    @CsvSource({
        "b.s3.amazonaws.com, b",
        "b.s3.eu-west-1.amazonaws.com, b",
        "b.s3-eu-west-1.amazonaws.com, b",
        "my.bucket.s3.localhost, my.bucket",
        "B.S3.localhost, b",
        "b.s3, b"
    })
    void bucketStandsBeforeS3(String host, String bucket) {
        assertThat(S3Host.isS3(host)).isTrue();
        assertThat(S3Host.bucketOf(host)).hasValue(bucket);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "s3.amazonaws.com", "s3.us-east-1.amazonaws.com", "s3-eu-west-1.amazonaws.com"})
    void serviceItselfHasNoBucket(String host) {
        assertThat(S3Host.isS3(host)).isTrue();
        assertThat(S3Host.bucketOf(host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "api.sagemaker.amazonaws.com", "s3x.example", "[::1]"})
    void otherHostsAreNotS3(String host) {
        assertThat(S3Host.isS3(host)).isFalse();
        assertThat(S3Host.bucketOf(host)).isEmpty();
    }
}
