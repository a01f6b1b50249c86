package io.slipway.emulator.training;

import io.slipway.emulator.job.FailureReasons;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.transfer.TransferException;

/** The {@code FailureReason} of data and artifacts that could not be moved; what is neither is thrown on. */
final class StorageReasons {

    private StorageReasons() {}

    static String ofDownload(RuntimeException failure) {
        return FailureReasons.ofDownload(detail(failure));
    }

    static String ofUpload(RuntimeException failure) {
        return FailureReasons.ofUpload(detail(failure));
    }

    private static String detail(RuntimeException failure) {
        return switch (failure) {
            case TransferException transfer -> String.valueOf(transfer.getMessage());
            case ObjectStoreException store -> store.getMessage() + " (" + store.code() + ")";
            default -> throw failure;
        };
    }
}
