package io.slipway.emulator.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who signed a request, for which region and service; from the {@code Authorization} header or a presigned URL.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html">Signature Version 4</a>
 */
record CredentialScope(String accessKey, String region, String service) {

    static final String DEFAULT_REGION = "us-east-1";

    /** The region is missing in Signature Version 4A. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("([^/ ,]{1,128})/[0-9]{8}(?:/([a-z0-9-]{1,32}))?/([A-Za-z0-9-]{1,64})/aws4_request");

    static Optional<CredentialScope> find(RequestHead head) {
        String authorization = head.header("Authorization");
        if (authorization.startsWith("AWS4-")) {
            int start = authorization.indexOf("Credential=");
            return start < 0 ? Optional.empty() : parse(authorization.substring(start + "Credential=".length()));
        }
        return head.query().contains("X-Amz-Credential=")
                ? head.parameter("X-Amz-Credential").flatMap(CredentialScope::parse)
                : Optional.empty();
    }

    private static Optional<CredentialScope> parse(String text) {
        Matcher matcher = CREDENTIAL.matcher(text);
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        String region = matcher.group(2);
        return Optional.of(
                new CredentialScope(matcher.group(1), region == null ? DEFAULT_REGION : region, matcher.group(3)));
    }
}
