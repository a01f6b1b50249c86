package io.slipway.s3.http;

/** Quotes around ETags: documents and headers have them, the store does not. */
final class Etags {

    private Etags() {}

    static String quote(String etag) {
        return '"' + etag + '"';
    }

    static String unquote(String etag) {
        String bare = etag.strip();
        return bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }
}
