package io.slipway.s3.minio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.s3.ObjectStoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class MinioStoreTest {

    @Test
    void absentServerIsSaidToBeUnavailable() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI nowhere = URI.create("http://127.0.0.1:" + port);
        try (MinioStore store = new MinioStore(nowhere, "minio", "miniosecret", "us-east-1")) {
            assertThatThrownBy(() -> store.bucketExists("bucket"))
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            failure -> assertThat(failure.code()).isEqualTo("ServiceUnavailable"))
                    .hasMessageContaining("MinIO cannot be used");
        }
    }
}
