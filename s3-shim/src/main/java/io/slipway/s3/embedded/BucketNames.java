package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStoreException;
import java.util.regex.Pattern;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
final class BucketNames {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    private BucketNames() {}

    static void check(String name) {
        if (!FORM.matcher(name).matches()
                || ADDRESS.matcher(name).matches()
                || name.contains("..")
                || name.startsWith("xn--")
                || name.startsWith("sthree-")
                || name.endsWith("-s3alias")
                || name.endsWith("--ol-s3")) {
            throw new ObjectStoreException("InvalidBucketName", "The specified bucket is not valid: " + name);
        }
    }
}
