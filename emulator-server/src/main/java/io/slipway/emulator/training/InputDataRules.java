package io.slipway.emulator.training;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreException;
import io.slipway.s3.transfer.ObjectSelection;
import io.slipway.s3.transfer.S3Source;

/** That there is something under each S3 URI that a job wants to read. */
final class InputDataRules {

    private final ObjectStore objects;

    InputDataRules(ObjectStore objects) {
        this.objects = objects;
    }

    void check(String region, Document job) {
        for (Channel channel : Channel.of(job)) {
            if (channel instanceof S3Channel data && !hasObject(data.source())) {
                String bucket = data.source().uri().bucket();
                throw ApiException.validation("No S3 objects found under S3 URL \""
                        + channel.request().getString("DataSource.S3DataSource.S3Uri")
                        + "\" given in input data source. Please ensure that the bucket exists in the selected region ("
                        + region + "), that objects exist under that S3 prefix, and that the role \""
                        + job.getString("RoleArn") + "\" has \"s3:ListBucket\" permissions on bucket \"" + bucket
                        + "\".");
            }
        }
    }

    private boolean hasObject(S3Source source) {
        try {
            return ObjectSelection.firstObject(objects, source).isPresent();
        } catch (ObjectStoreException e) {
            return switch (e.code()) {
                case "NoSuchBucket", "NoSuchKey", "AccessDenied", "InvalidBucketName" -> false;
                default -> throw e;
            };
        }
    }
}
