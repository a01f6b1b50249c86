package io.slipway.emulator.dispatch;

import io.slipway.emulator.aws.Arn;

/**
 * Who asks, and where.
 *
 * @param region of the request's credential scope
 * @param account twelve digits
 * @param accessKey the access key identifier of the request, or empty text
 */
public record RequestContext(String region, String account, String requestId, String accessKey) {

    /** The ARN of a SageMaker resource in this region and account. */
    public Arn arn(String kind, String name) {
        return Arn.sageMaker(region, account, kind, name);
    }
}
