package io.slipway.s3.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Host names of S3: {@code s3}, {@code s3.region.…}, and with a bucket in front. */
public final class S3Host {

    private static final Pattern NAME = Pattern.compile("(?:(.+)\\.)?s3(?:[.-].*)?", Pattern.DOTALL);

    private S3Host() {}

    /** @param host without a port */
    public static boolean isS3(String host) {
        return NAME.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /** The bucket of a virtual-host style address. */
    public static Optional<String> bucketOf(String host) {
        Matcher matcher = NAME.matcher(host.toLowerCase(Locale.ROOT));
        return matcher.matches() ? Optional.ofNullable(matcher.group(1)) : Optional.empty();
    }
}
