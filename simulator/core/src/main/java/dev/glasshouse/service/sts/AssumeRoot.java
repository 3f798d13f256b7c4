package dev.glasshouse.service.sts;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.sts.AssumeRootRequest;
import dev.glasshouse.api.sts.AssumeRootResponse;
import dev.glasshouse.call.AccountFeatures;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.util.List;
import java.util.Set;

/**
 * Gives the management account, or IAM's delegated administrator, a session of a member account's root user for one task.
 * See <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html">AssumeRoot</a>.
 */
final class AssumeRoot {

    private static final int MOST_SECONDS = 900;
    private static final String IAM = "iam.amazonaws.com";
    private static final String TASKS = "arn:aws:iam::aws:policy/root-task/";
    private static final Set<String> TASK_POLICIES = Set.of(
            "IAMAuditRootUserCredentials",
            "IAMCreateRootUserPassword",
            "IAMDeleteRootUserCredentials",
            "S3UnlockBucketPolicy",
            "SQSUnlockQueuePolicy");

    private final Organizations organizations;
    private final AccountFeatures features;

    AssumeRoot(Organizations organizations, AccountFeatures features) {
        this.organizations = organizations;
        this.features = features;
    }

    Operation<?, ?> operation() {
        return write(
                "AssumeRoot",
                OperationFacts.DEFAULT.withReadOnly(true).withResponseLogged(true),
                AssumeRoot::plan,
                this::execute);
    }

    /** The member account that is meant, by its id or by its root user's ARN. */
    static String target(AssumeRootRequest in) {
        String text = in.targetPrincipal();
        String prefix = "arn:aws:iam::";
        String account = text.startsWith(prefix) && text.endsWith(":root")
                ? text.substring(prefix.length(), text.length() - ":root".length())
                : text;
        if (account.length() != 12 || !account.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw StsErrors.validation(text + " is invalid");
        }
        return account;
    }

    private static AuthorizationPlan plan(AssumeRootRequest in, Call call) {
        Caller caller = call.caller();
        ContextKeys keys = ContextKeys.builder()
                .put("sts:TaskPolicyArn", in.taskPolicyArn().arn())
                .build();
        // the member account has no say: centralized access is the organization's
        return AuthorizationPlan.of(
                AuthorizationRequest.of("sts:AssumeRoot", "arn:aws:iam::" + target(in) + ":root", caller.account())
                        .withKeys(keys));
    }

    private AssumeRootResponse execute(AssumeRootRequest in, WriteCall call) {
        Caller caller = call.caller();
        String account = target(in);
        if (caller.kind() == Caller.Kind.ROOT) {
            throw StsErrors.denied("Root accounts may not call AssumeRoot.");
        }
        if (call.http().host().equals("sts.amazonaws.com")) {
            throw StsErrors.denied("AssumeRoot is not supported on the global endpoint.");
        }
        Organizations.Standing own =
                organizations.standing(call.state(), caller.account()).orElse(null);
        Organizations.Standing other =
                organizations.standing(call.state(), account).orElse(null);
        boolean may = own != null
                && other != null
                && own.id().equals(other.id())
                && !other.isManagement()
                && own.trustedServices().contains(IAM)
                && features.hasRootSessions(call.state(), own.id())
                && (own.isManagement() || own.delegatedServices().contains(IAM));
        if (!may) {
            throw StsErrors.denied("User: " + caller.arn()
                    + " is not authorized to perform: sts:AssumeRoot on resource: arn:aws:iam::" + account + ":root");
        }
        String task = in.taskPolicyArn().arn();
        if (task == null || !task.startsWith(TASKS) || !TASK_POLICIES.contains(task.substring(TASKS.length()))) {
            throw StsErrors.validation("Invalid task policy: " + task);
        }
        int seconds = in.durationSeconds() == null ? MOST_SECONDS : in.durationSeconds();
        String root = "arn:aws:iam::" + account + ":root";
        String identity = caller.session() == null ? null : caller.session().sourceIdentity();
        SessionRow row = SessionRow.of(
                        new SessionRow.Holder(SessionRow.Kind.ROOT, account, "root", root, account, "/", ""),
                        call.now(),
                        seconds,
                        caller.vantage())
                .withPolicies(new SessionPolicies.Chosen(RootTasks.document(task.substring(TASKS.length())), List.of()))
                .withOrigin(identity, false, false, null)
                .asAssumedRoot();
        return AssumeRootResponse.builder()
                .credentials(Issuing.issue(call, row))
                .sourceIdentity(identity)
                .build();
    }
}
