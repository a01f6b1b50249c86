package io.slipway.emulator.identity;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.identity.Sessions.Caller;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/** GetCallerIdentity, AssumeRole, GetSessionToken: every role may be assumed by everyone. */
public final class StsOperations {

    private static final String OWN_ROLE = "slipway";
    private static final String OWN_SESSION = "session";
    private static final Duration ROLE_DURATION = Duration.ofHours(1);
    private static final Duration SESSION_DURATION = Duration.ofHours(12);
    private static final int SECRET_BYTES = 30;
    private static final int TOKEN_BYTES = 96;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Sessions sessions = new Sessions();

    /** @param random of the credentials that are handed out */
    public StsOperations(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public List<Operation> operations() {
        return List.of(
                new Operation(Service.STS, "GetCallerIdentity", this::callerIdentity),
                new Operation(Service.STS, "AssumeRole", this::assumeRole),
                new Operation(Service.STS, "GetSessionToken", this::sessionToken));
    }

    private Document callerIdentity(RequestContext context, Document request) {
        Caller caller = caller(context);
        return Document.EMPTY
                .with("UserId", caller.userId())
                .with("Account", context.account())
                .with("Arn", caller.arn());
    }

    private Document assumeRole(RequestContext context, Document request) {
        Arn role = role(request.getString("RoleArn"));
        String session = request.getString("RoleSessionName");
        String roleName = role.resource().substring(role.resource().lastIndexOf('/') + 1);
        Caller caller = assumed(role.partition(), role.account(), roleName, session);
        return Document.EMPTY
                .with("Credentials", credentials(request, ROLE_DURATION, caller))
                .with(
                        "AssumedRoleUser",
                        Document.EMPTY.with("AssumedRoleId", caller.userId()).with("Arn", caller.arn()))
                .with("SourceIdentity", request.findString("SourceIdentity"))
                .with("PackedPolicySize", request.find("Policy").map(policy -> 1));
    }

    private Document sessionToken(RequestContext context, Document request) {
        return Document.EMPTY.with("Credentials", credentials(request, SESSION_DURATION, caller(context)));
    }

    private Caller caller(RequestContext context) {
        return sessions.find(context.accessKey())
                .orElseGet(() -> assumed(Arn.partitionOf(context.region()), context.account(), OWN_ROLE, OWN_SESSION));
    }

    private static Caller assumed(String partition, String account, String role, String session) {
        Arn arn = new Arn(partition, "sts", "", account, "assumed-role/" + role + "/" + session);
        return new Caller(arn.toString(), UniqueId.of("AROA", account + role) + ":" + session);
    }

    private Document credentials(Document request, Duration usual, Caller caller) {
        String accessKey = UniqueId.random("ASIA", random).substring(0, 20);
        sessions.remember(accessKey, caller);
        long seconds = request.findLong("DurationSeconds").orElse(usual.toSeconds());
        return Document.EMPTY
                .with("AccessKeyId", accessKey)
                .with("SecretAccessKey", randomText(SECRET_BYTES))
                .with("SessionToken", randomText(TOKEN_BYTES))
                .with("Expiration", clock.instant().plusSeconds(seconds));
    }

    private String randomText(int bytes) {
        byte[] text = new byte[bytes];
        random.nextBytes(text);
        return Base64.getEncoder().encodeToString(text);
    }

    private static Arn role(String text) {
        Arn arn;
        try {
            arn = Arn.parse(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.validation(text + " is invalid");
        }
        if (!arn.service().equals("iam") || !arn.kind().equals("role")) {
            throw ApiException.validation(text + " is invalid");
        }
        return arn;
    }
}
