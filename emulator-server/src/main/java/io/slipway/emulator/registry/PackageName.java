package io.slipway.emulator.registry;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.dispatch.RequestContext;

/** Names of model packages and groups, which requests may give as ARNs as well. */
final class PackageName {

    static final String PACKAGE = "model-package";
    static final String GROUP = "model-package-group";
    static final String ALGORITHM = "algorithm";

    private static final String ARN = "arn:";

    private PackageName() {}

    /** @param name or ARN: of a package without versions {@code name}, of a version {@code group/3} */
    static Arn packageArn(RequestContext context, String name) {
        return arn(context, PACKAGE, name);
    }

    static Arn groupArn(RequestContext context, String name) {
        return arn(context, GROUP, name);
    }

    static Arn algorithmArn(RequestContext context, String name) {
        return arn(context, ALGORITHM, name);
    }

    private static Arn arn(RequestContext context, String kind, String name) {
        return name.startsWith(ARN) ? Arn.parse(name) : context.arn(kind, name);
    }

    /** Of a group, of a package without versions, or of the group of a version. */
    static String first(Arn arn) {
        return arn.name().split("/", 2)[0];
    }
}
