package io.slipway.s3.minio;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The image of the real MinIO that tests run against: the published one where a registry can be reached, else one built from
 * MinIO's Go module, which takes minutes and is done once a machine.
 */
public final class MinioImage {

    private static final Logger LOG = LoggerFactory.getLogger(MinioImage.class);
    private static final String PUBLISHED = "minio/minio:RELEASE.2025-09-07T16-13-09Z";
    private static final String BUILT = "slipway/minio:" + MinioBinary.VERSION;
    private static final long PULL_MINUTES = 5;
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private MinioImage() {}

    /** A MinIO that is not started yet. Where none can be had the test is skipped, with the reason. */
    public static MinIOContainer container() {
        DockerImageName name = DockerImageName.parse(ready());
        return new MinIOContainer(name.asCompatibleSubstituteFor("minio/minio"));
    }

    private static String ready() {
        DockerClient docker = DockerClientFactory.instance().client();
        ONE_AT_A_TIME.lock();
        try {
            if (isPresent(docker, BUILT)) {
                return BUILT;
            }
            if (isPresent(docker, PUBLISHED) || pull(docker)) {
                return PUBLISHED;
            }
            Assumptions.assumeTrue(
                    MinioBinary.canBeBuilt(), "MinIO is neither to be pulled (no registry) nor to be built (no go)");
            build(docker);
            return BUILT;
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static boolean isPresent(DockerClient docker, String image) {
        try {
            docker.inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static boolean pull(DockerClient docker) {
        try {
            LOG.info("Pulling {}", PUBLISHED);
            return docker.pullImageCmd(PUBLISHED).start().awaitCompletion(PULL_MINUTES, TimeUnit.MINUTES)
                    && isPresent(docker, PUBLISHED);
        } catch (DockerException e) {
            LOG.info("{} cannot be pulled: {}", PUBLISHED, e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void build(DockerClient docker) {
        try {
            Path context = Files.createTempFile("minio-image", ".tar");
            try {
                MinioBinary.build(binary -> ImageContext.write(context, binary));
                try (InputStream tar = Files.newInputStream(context)) {
                    docker.buildImageCmd(tar).withTags(Set.of(BUILT)).start().awaitImageId();
                }
            } finally {
                Files.deleteIfExists(context);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
