package io.slipway.it;

import io.slipway.container.ImageRef;
import io.slipway.emulator.Emulator;
import java.io.IOException;
import java.util.Map;

/** An image of the user's own that has {@code sagemaker-training} installed, and a program as its documentation says. */
final class ToolkitImage {

    private static final ImageRef NAME = new ImageRef("slipway-it/toolkit:1");

    private static final String DOCKERFILE = """
            ARG BASE
            FROM $BASE
            ENV SAGEMAKER_PROGRAM=own.py
            RUN mkdir -p /opt/ml/code && ln -s python3 /usr/bin/python
            COPY own.py /opt/ml/code/own.py
            """;

    private static final String PROGRAM =
            "import os, sys; print('arguments', sys.argv[1:], os.environ['SM_CHANNELS'])\n";

    private ToolkitImage() {}

    static void ensure(Emulator emulator) throws IOException, InterruptedException {
        ImageRef base =
                emulator.recipes().ensure(emulator.catalog().find("base").orElseThrow(), line -> {});
        ProgramImage.ensure(NAME, DOCKERFILE, "own.py", PROGRAM, Map.of("BASE", base.value()));
    }
}
