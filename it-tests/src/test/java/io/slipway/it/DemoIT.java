package io.slipway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisabledIfSystemProperty(named = "no-docker", matches = ".*")
class DemoIT {

    @Test
    void theDemoTunesAndPredictsBetterThanTheMean(@TempDir Path data) throws IOException, InterruptedException {
        Process demo = new ProcessBuilder(
                        SharedSlipway.HOME.resolve("slipway").toString(),
                        "demo",
                        "--data",
                        data.toString(),
                        "--",
                        "--max-jobs",
                        "6")
                .redirectErrorStream(true)
                .start();
        String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(demo.waitFor()).as(output).isZero();
        assertThat(output).contains("RMSE");
    }
}
