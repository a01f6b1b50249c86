package io.slipway.emulator.transform;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.List;

/** What CreateTransformJob demands beyond its model. */
final class TransformRules {
    private static final int DEFAULT_PAYLOAD = 6;

    private TransformRules() {}

    static void check(Document request) {
        long payload = request.findLong("MaxPayloadInMB").orElse(DEFAULT_PAYLOAD);
        refuse(
                payload > TransformParameters.MOST_MEGABYTES,
                "MaxPayloadInMB must not exceed " + TransformParameters.MOST_MEGABYTES + ".");
        long concurrent = request.findLong("MaxConcurrentTransforms").orElse(0);
        refuse(
                concurrent > 0 && concurrent * Math.max(1, payload) > TransformParameters.MOST_MEGABYTES,
                "MaxConcurrentTransforms * MaxPayloadInMB must not exceed " + TransformParameters.MOST_MEGABYTES + ".");
        checkUris(request);
        checkDataProcessing(request);
    }

    private static void checkUris(Document request) {
        try {
            TransformSettings.of(request);
        } catch (IllegalArgumentException e) {
            throw ApiException.validation("Invalid S3 location: " + e.getMessage());
        }
    }

    private static void checkDataProcessing(Document request) {
        for (String filter : List.of("InputFilter", "OutputFilter")) {
            String path = request.findString("DataProcessing." + filter).orElse("$");
            refuse(!path.isEmpty() && !path.equals("$"), "DataProcessing." + filter + " is not supported.");
        }
        refuse(
                !request.findString("DataProcessing.JoinSource").orElse("None").equals("None"),
                "DataProcessing.JoinSource Input is not supported.");
    }

    private static void refuse(boolean broken, String message) {
        if (broken) {
            throw ApiException.validation(message);
        }
    }
}
