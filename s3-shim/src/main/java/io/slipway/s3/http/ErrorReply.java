package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import org.jspecify.annotations.Nullable;

/** An error as S3 writes it. */
final class ErrorReply {

    private ErrorReply() {}

    static Reply of(ObjectStoreException error, @Nullable String resource, String requestId) {
        int status = Errors.status(error.code());
        if (status == 304) {
            return Reply.empty(status);
        }
        Xml xml = Xml.plain("Error")
                .add("Code", error.code())
                .add("Message", String.valueOf(error.getMessage()))
                .add("Resource", resource == null ? "/" : resource)
                .add("RequestId", requestId)
                .add("HostId", requestId);
        return Reply.bytes(status, "application/xml", xml.bytes());
    }
}
