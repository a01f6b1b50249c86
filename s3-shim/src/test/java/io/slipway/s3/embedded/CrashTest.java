package io.slipway.s3.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.s3.ListRequest;
import io.slipway.s3.ObjectInfo;
import io.slipway.s3.S3Uri;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** A process that stores without end is killed; what it had reported must be whole, and nothing else may show. */
final class CrashTest {

    private static final String BUCKET = "bucket";
    private static final int LARGEST = 3_000_000;

    @RepeatedTest(3)
    void whatWasAcknowledgedIsWholeAndNothingElseShows(@TempDir Path directory)
            throws IOException, InterruptedException {
        List<String> acknowledged = storeUntilKilled(directory);
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(20);
        try (EmbeddedStore store = new EmbeddedStore(directory, InstantSource.system())) {
            List<ObjectInfo> listed = store.list(new ListRequest(BUCKET, "", Optional.empty(), 1000))
                    .objects();
            List<String> keys =
                    listed.stream().map(object -> object.uri().key()).toList();
            assertThat(keys).containsAll(acknowledged);
            assertThat(keys.size()).isLessThanOrEqualTo(acknowledged.size() + 1);
            for (ObjectInfo object : listed) {
                try (InputStream stream = store.open(object.uri())) {
                    assertThat(stream.readAllBytes())
                            .isEqualTo(body(object.uri().key()));
                }
            }
        }
        try (EmbeddedStore store = new EmbeddedStore(directory, InstantSource.system());
                Stream<Path> files = Files.walk(directory.resolve("blobs"))) {
            long objects = store.list(new ListRequest(BUCKET, "", Optional.empty(), 1000))
                    .objects()
                    .size();
            assertThat(files.filter(Files::isRegularFile)).hasSize((int) objects);
        }
    }

    private static List<String> storeUntilKilled(Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                acknowledged.add(line);
                if (acknowledged.size() == 20) {
                    // Process.destroyForcibly would close the stream with what was acknowledged meanwhile.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    static byte[] body(String key) {
        Random random = new Random(key.hashCode());
        byte[] bytes = new byte[random.nextInt(LARGEST)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Run in a process of its own: stores objects and prints the key of each when it is stored. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) {
            try (EmbeddedStore store = new EmbeddedStore(Path.of(arguments[0]), InstantSource.system())) {
                store.createBucket(BUCKET);
                for (int i = 0; i < 900; i++) {
                    String key = "key-" + i;
                    store.put(new S3Uri(BUCKET, key), new ByteArrayInputStream(body(key)), "text/plain");
                    System.out.println(key);
                }
            }
        }
    }
}
