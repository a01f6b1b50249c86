package io.slipway.s3.http;

import java.io.IOException;

/** What S3 does for one kind of request. */
@FunctionalInterface
interface Operation {

    /** @throws IOException if the sender breaks off */
    Reply answer(S3Request request) throws IOException;
}
