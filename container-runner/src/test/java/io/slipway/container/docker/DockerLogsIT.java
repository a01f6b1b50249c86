package io.slipway.container.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.container.ContainerExit;
import io.slipway.container.RunningContainer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class DockerLogsIT {

    @TempDir
    private Path scratch;

    private DockerFixture docker;

    @BeforeEach
    void open() {
        docker = DockerFixture.open(scratch);
    }

    @AfterEach
    void close() {
        docker.close();
    }

    @Test
    void noneOfManyLinesIsLost() throws Exception {
        int count = 200_000;
        var next = new AtomicInteger(1);
        try (RunningContainer container = docker.engine.start(docker.shell("seq 1 " + count))) {
            container.follow(line -> {
                if (line.text().equals(String.valueOf(next.get()))) {
                    next.incrementAndGet();
                }
            });

            assertThat(container.await(DockerFixture.LONG, DockerFixture.GRACE)).isEqualTo(new ContainerExit.Exited(0));
        }
        assertThat(next).hasValue(count + 1);
    }

    @Test
    void lastLineNeedsNoNewline() throws Exception {
        assertThat(docker.run(docker.shell("printf 'one\\n\\ntwo'")).lines()).containsExactly("one", "", "two");
    }

    @Test
    void standardErrorIsDeliveredToo() throws Exception {
        assertThat(docker.run(docker.shell("echo out; echo err >&2")).lines()).containsExactlyInAnyOrder("out", "err");
    }

    @Test
    void carriageReturnsStay() throws Exception {
        assertThat(docker.run(docker.shell("printf '10%%\\r20%%\\r\\n'")).lines())
                .containsExactly("10%\r20%\r");
    }

    @Test
    void whatIsNoUtf8IsReplaced() throws Exception {
        assertThat(docker.run(docker.shell("printf 'a\\377b\\n'")).lines()).containsExactly("a\uFFFDb");
    }

    @Test
    void tooLongLineArrivesInPieces() throws Exception {
        int length = 600 * 1024;

        DockerFixture.Run run =
                docker.run(docker.shell("head -c " + length + " /dev/zero | tr '\\000' x; echo; echo next"));

        assertThat(run.lines()).extracting(String::length).containsExactly(262_144, 262_144, length - 524_288, 4);
    }
}
