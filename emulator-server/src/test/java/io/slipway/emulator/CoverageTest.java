package io.slipway.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.model.ApiModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** {@code docs/COVERAGE.md} says what the table of operations says; {@code -Dcoverage.write=true} writes it. */
class CoverageTest {

    private static final Path PAGE = Path.of("../docs/COVERAGE.md");

    @Test
    void pageOfOperationsIsTrue() throws IOException {
        String page = page();
        if (Boolean.getBoolean("coverage.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Operations

                Generated from the table of operations: `./mvnw verify -pl emulator-server -am -Dtest=CoverageTest
                -Dsurefire.failIfNoSpecifiedTests=false -Dcoverage.write=true`. An operation that is not here is answered with
                `NotImplementedException`. S3 has a protocol of its own; see `s3-shim`.
                """);
        try (SimulatedSlipway slipway = new SimulatedSlipway()) {
            for (Service service : Service.values()) {
                SortedSet<String> operations = slipway.emulator().operationNames(service);
                if (!operations.isEmpty()) {
                    page.append("\n## ").append(ApiModel.of(service).fullName()).append("\n\n");
                    operations.forEach(
                            operation -> page.append("- ").append(operation).append('\n'));
                }
            }
        }
        return page.toString();
    }
}
