package io.slipway.emulator.identity;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.Document;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** GetRole, ListRoles, SimulatePrincipalPolicy: there is every role that is asked for, and all is allowed. */
public final class IamOperations {

    /** The role that lists show, for tools that let a person pick one. */
    private static final String OWN_ROLE = "slipway";

    private static final Instant CREATED = Instant.parse("2020-01-01T00:00:00Z");
    private static final int SESSION_SECONDS = 3600;

    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":{\"Service\":\"sagemaker.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";

    public List<Operation> operations() {
        return List.of(
                new Operation(Service.IAM, "GetRole", this::getRole),
                new Operation(Service.IAM, "ListRoles", this::listRoles),
                new Operation(Service.IAM, "SimulatePrincipalPolicy", this::simulate));
    }

    private Document getRole(RequestContext context, Document request) {
        return Document.EMPTY.with("Role", role(context, request.getString("RoleName")));
    }

    private Document listRoles(RequestContext context, Document request) {
        String prefix = request.findString("PathPrefix").orElse("/");
        List<Document> roles = prefix.equals("/") ? List.of(role(context, OWN_ROLE)) : List.of();
        return Document.EMPTY.with("Roles", roles).with("IsTruncated", false);
    }

    private Document simulate(RequestContext context, Document request) {
        List<String> sent = request.strings("ResourceArns");
        List<String> resources = sent.isEmpty() ? List.of("*") : sent;
        List<Document> results = new ArrayList<>();
        for (String action : request.strings("ActionNames")) {
            for (String resource : resources) {
                results.add(Document.EMPTY
                        .with("EvalActionName", action)
                        .with("EvalResourceName", resource)
                        .with("EvalDecision", "allowed")
                        .with("MatchedStatements", List.of())
                        .with("MissingContextValues", List.of()));
            }
        }
        return Document.EMPTY.with("EvaluationResults", results).with("IsTruncated", false);
    }

    private static Document role(RequestContext context, String name) {
        Arn arn = new Arn(Arn.partitionOf(context.region()), "iam", "", context.account(), "role/" + name);
        return Document.EMPTY
                .with("Path", "/")
                .with("RoleName", name)
                .with("RoleId", UniqueId.of("AROA", context.account() + name))
                .with("Arn", arn.toString())
                .with("CreateDate", CREATED)
                .with("AssumeRolePolicyDocument", URLEncoder.encode(TRUST, StandardCharsets.UTF_8))
                .with("MaxSessionDuration", SESSION_SECONDS);
    }
}
