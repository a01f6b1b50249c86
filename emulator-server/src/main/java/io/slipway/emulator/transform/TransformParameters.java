package io.slipway.emulator.transform;

import io.slipway.emulator.transform.invoke.ExecutionParameters;
import io.slipway.emulator.transform.record.PayloadReader;
import io.slipway.emulator.transform.record.SplitType;
import io.slipway.emulator.transform.record.Splitting;
import io.slipway.emulator.wire.Document;
import java.util.OptionalLong;

/**
 * How a container is fed: what the request says, else what the container asks for, else the service's defaults.
 *
 * @param maxPayloadInMb 0: whole objects, streamed
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html">Batch code</a>
 */
record TransformParameters(int maxConcurrentTransforms, int maxPayloadInMb, boolean multiRecord) {
    /** Of what is under way at a time, and of one payload. */
    static final int MOST_MEGABYTES = 100;

    private static final int DEFAULT_PAYLOAD = 6;

    static TransformParameters of(Document request, ExecutionParameters asked) {
        int payload = (int) request.findLong("MaxPayloadInMB")
                .orElseGet(() -> Math.min(asked.maxPayloadInMb().orElse(DEFAULT_PAYLOAD), MOST_MEGABYTES));
        OptionalLong requested = request.findLong("MaxConcurrentTransforms");
        int concurrent = requested.orElse(0) > 0
                ? (int) requested.getAsLong()
                : Math.min(asked.maxConcurrentTransforms().orElse(1), MOST_MEGABYTES / Math.max(1, payload));
        boolean multiRecord = request.findString("BatchStrategy")
                .map("MultiRecord"::equals)
                .orElseGet(() -> asked.multiRecord().orElse(true));
        return new TransformParameters(concurrent, payload, multiRecord);
    }

    boolean streamsObjects() {
        return maxPayloadInMb == 0;
    }

    Splitting splitting(SplitType type) {
        int megabytes = streamsObjects() ? MOST_MEGABYTES : maxPayloadInMb;
        return new Splitting(type, multiRecord, megabytes * PayloadReader.MEGABYTE);
    }

    /** As the first line of the data log shows it. */
    String describe() {
        return "MaxConcurrentTransforms=" + maxConcurrentTransforms + ", MaxPayloadInMB=" + maxPayloadInMb
                + ", BatchStrategy=" + (multiRecord ? "MULTI_RECORD" : "SINGLE_RECORD");
    }
}
