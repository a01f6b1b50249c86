package io.slipway.emulator.cli;

import picocli.CommandLine.Option;

/** Which running Slipway a command asks: a mixin. */
final class ClientOptions {

    @Option(
            names = "--port",
            description = "of the Slipway to ask (default: ${DEFAULT-VALUE})",
            defaultValue = "${env:SLIPWAY_PORT:-4566}")
    private int port;

    @Option(
            names = "--region",
            description = "of the jobs (default: AWS_DEFAULT_REGION, or us-east-1)",
            defaultValue = "${env:AWS_DEFAULT_REGION:-us-east-1}")
    private String region = "us-east-1";

    RunningSlipway connect() {
        return new RunningSlipway(port, region);
    }
}
