package io.slipway.emulator.wire;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.TSFBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;

/** How bodies from outside are read, whatever their encoding. */
final class BodyMapper {

    /** How deep a request may nest; the services' own shapes stay below thirty. */
    private static final int DEEPEST = 100;

    private BodyMapper() {}

    static ObjectMapper of(TSFBuilder<?, ?> encoding) {
        return new ObjectMapper(encoding.streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(DEEPEST)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }
}
