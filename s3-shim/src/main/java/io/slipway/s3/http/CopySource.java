package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.embedded.EmbeddedStore;
import io.slipway.s3.embedded.ObjectReader;
import java.util.Optional;

/** The object that {@code x-amz-copy-source} names. */
record CopySource(Address address, Optional<String> versionId) {

    static final String HEADER = "x-amz-copy-source";

    private static final String VERSION = "?versionId=";

    static CopySource of(S3Request request) {
        String header = request.header(HEADER).orElse("");
        int version = header.lastIndexOf(VERSION);
        return version < 0
                ? new CopySource(Address.ofSource(header), Optional.empty())
                : new CopySource(
                        Address.ofSource(header.substring(0, version)),
                        Optional.of(header.substring(version + VERSION.length())));
    }

    /** Its preconditions hold. */
    ObjectReader open(EmbeddedStore store, S3Request request) {
        ObjectReader reader = store.objects().open(address.bucket(), address.key(), versionId);
        boolean good = false;
        try {
            if (reader.version().deleteMarker()) {
                throw versionId.isPresent()
                        ? Errors.invalidRequest("The source of a copy request may not specifically refer to a delete"
                                + " marker by version id.")
                        : new ObjectStoreException("NoSuchKey", "The specified key does not exist.");
            }
            Preconditions.checkRead(request, "x-amz-copy-source-", reader.version());
            good = true;
            return reader;
        } finally {
            if (!good) {
                reader.close();
            }
        }
    }
}
