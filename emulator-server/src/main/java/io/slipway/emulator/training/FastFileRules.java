package io.slipway.emulator.training;

import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import io.slipway.s3.transfer.ObjectSelection;
import io.slipway.s3.transfer.S3Source;
import io.slipway.s3.transfer.SelectedObject;
import io.slipway.s3.transfer.TransferException;

/** What FastFile mode cannot show: what is mounted cannot begin in the middle of a name. */
final class FastFileRules {

    private FastFileRules() {}

    /** @throws TransferException in the service's words */
    static void check(ObjectStore objects, S3Source source) {
        if (!(source instanceof S3Source.Prefix)) {
            throw new TransferException("For FastFile mode, only S3Prefix is supported.");
        }
        S3Uri prefix = source.uri();
        if (prefix.key().isEmpty() || prefix.key().endsWith("/")) {
            return;
        }
        for (SelectedObject selected : ObjectSelection.of(objects, source)) {
            String key = selected.object().uri().key();
            if (!key.equals(prefix.key()) && !key.startsWith(prefix.key() + "/")) {
                throw new TransferException(
                        "Failed to download data. For FastFile mode, partial S3 prefix is not supported. S3 prefix has to"
                                + " end with a full file or folder. Add a trailing '/' to the S3 prefix if it ends with a"
                                + " folder name that is also a prefix for other folders. Current S3 prefix: [" + prefix
                                + "], found S3 object: [" + selected.object().uri() + "]");
            }
        }
    }
}
