package dev.glasshouse.service.iam;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.iam.CreatePolicyRequest;
import dev.glasshouse.api.iam.CreatePolicyResponse;
import dev.glasshouse.api.iam.DeletePolicyRequest;
import dev.glasshouse.api.iam.GetPolicyRequest;
import dev.glasshouse.api.iam.GetPolicyResponse;
import dev.glasshouse.api.iam.ListPoliciesRequest;
import dev.glasshouse.api.iam.ListPoliciesResponse;
import dev.glasshouse.api.iam.ListPolicyTagsRequest;
import dev.glasshouse.api.iam.ListPolicyTagsResponse;
import dev.glasshouse.api.iam.Policy;
import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.api.iam.TagPolicyRequest;
import dev.glasshouse.api.iam.UntagPolicyRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.validate.PolicyValidator;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Managed policies; their versions are {@link VersionOperations}. */
final class PolicyOperations {

    static final int MOST_CHARACTERS = 6144;

    private PolicyOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                write(
                        "CreatePolicy",
                        (CreatePolicyRequest in, Call call) -> IamPlans.ask(
                                call,
                                "CreatePolicy",
                                new Target(
                                        "arn:aws:iam::" + call.caller().account() + ":policy" + path(in.path())
                                                + in.policyName(),
                                        Map.of(),
                                        null),
                                IamPlans.requestTags(in.tags())),
                        PolicyOperations::create),
                read(
                        "GetPolicy",
                        (GetPolicyRequest in, Call call) ->
                                IamPlans.ask(call, "GetPolicy", Target.policy(call, in.policyArn())),
                        PolicyOperations::get),
                change(
                        "DeletePolicy",
                        (DeletePolicyRequest in, Call call) ->
                                IamPlans.ask(call, "DeletePolicy", Target.policy(call, in.policyArn())),
                        PolicyOperations::delete),
                read(
                        "ListPolicies",
                        (ListPoliciesRequest in, Call call) -> IamPlans.ask(
                                call,
                                "ListPolicies",
                                "arn:aws:iam::" + call.caller().account() + ":policy" + path(in.pathPrefix())),
                        PolicyOperations::list),
                change(
                        "TagPolicy",
                        (TagPolicyRequest in, Call call) -> IamPlans.ask(
                                call,
                                "TagPolicy",
                                Target.policy(call, in.policyArn()),
                                IamPlans.requestTags(in.tags())),
                        (in, call) -> {
                            PolicyRow row = requireOwn(call, in.policyArn());
                            put(call, row.withTags(IamPlans.mergeExact(row.tags(), in.tags())));
                        }),
                change(
                        "UntagPolicy",
                        (UntagPolicyRequest in, Call call) -> IamPlans.ask(
                                call,
                                "UntagPolicy",
                                Target.policy(call, in.policyArn()),
                                IamPlans.tagKeys(in.tagKeys())),
                        (in, call) -> {
                            PolicyRow row = requireOwn(call, in.policyArn());
                            put(call, row.withTags(IamPlans.withoutExact(row.tags(), in.tagKeys())));
                        }),
                read(
                        "ListPolicyTags",
                        (ListPolicyTagsRequest in, Call call) ->
                                IamPlans.ask(call, "ListPolicyTags", Target.policy(call, in.policyArn())),
                        PolicyOperations::listTags));
    }

    static String path(@org.jspecify.annotations.Nullable String path) {
        return path == null ? "/" : path;
    }

    /** A policy that the caller's account can see: its own or AWS's. */
    static PolicyRow require(Call call, String arn) {
        HoldingOperations.requireArn(arn);
        String account = call.caller().account();
        boolean visible = arn.startsWith("arn:aws:iam::aws:") || arn.startsWith("arn:aws:iam::" + account + ":");
        return IamTables.policy(call.state(), arn)
                .filter(row -> visible)
                .orElseThrow(() -> IamErrors.policyNotFound(arn));
    }

    /** A policy that the account may change; AWS's own it may not. */
    static PolicyRow requireOwn(Call call, String arn) {
        PolicyRow row = require(call, arn);
        if (arn.startsWith("arn:aws:iam::aws:")) {
            throw dev.glasshouse.call.ServiceException.of(
                    "AccessDenied", 403, "Cannot perform the operation on the AWS managed policy " + arn + ".");
        }
        return row;
    }

    static void put(WriteCall call, PolicyRow row) {
        call.tx().put(IamTables.POLICIES, Scope.account(call.caller().account()), IamTables.key(row.name()), row);
    }

    static void requireSize(String document) {
        if (PolicyValidator.sizeWithoutWhitespace(document) > MOST_CHARACTERS) {
            throw IamErrors.quota("PolicySize", MOST_CHARACTERS);
        }
    }

    private static CreatePolicyResponse create(CreatePolicyRequest in, WriteCall call) {
        String account = call.caller().account();
        if (call.state()
                .get(IamTables.POLICIES, Scope.account(account), IamTables.key(in.policyName()))
                .isPresent()) {
            throw IamErrors.exists(
                    "A policy called " + in.policyName() + " already exists. Duplicate names are not allowed.");
        }
        requireSize(in.policyDocument());
        PolicyText.requireIdentityPolicy(in.policyDocument());
        Quotas.require(call, IamTables.POLICIES, Quotas.POLICIES, "PoliciesPerAccount");
        PolicyRow row = new PolicyRow(
                in.policyName(),
                path(in.path()),
                call.ids().unique("ANPA", in.policyName()),
                IamPlans.now(call),
                IamPlans.now(call),
                in.description(),
                IamPlans.mergeExact(Map.of(), in.tags()),
                Map.of(1, new PolicyRow.Version(in.policyDocument(), IamPlans.now(call))),
                1,
                2);
        put(call, row);
        return CreatePolicyResponse.builder()
                .policy(shown(row, account, Usage.NONE)
                        .tags(in.tags() == null || in.tags().isEmpty() ? null : in.tags())
                        .build())
                .build();
    }

    static Policy.Builder shown(PolicyRow row, String account, Usage usage) {
        String arn = row.arn(account);
        return Policy.builder()
                .policyName(row.name())
                .policyId(row.id())
                .arn(arn)
                .path(row.path())
                .defaultVersionId("v" + row.defaultVersion())
                .attachmentCount(usage.attached(arn))
                .permissionsBoundaryUsageCount(usage.bounding(arn))
                .isAttachable(!AwsManagedPolicies.isDeprecated(arn))
                .createDate(row.created())
                .updateDate(row.updated());
    }

    private static GetPolicyResponse get(GetPolicyRequest in, Call call) {
        PolicyRow row = require(call, in.policyArn());
        String owner = in.policyArn().split(":", 6)[4];
        return GetPolicyResponse.builder()
                .policy(shown(row, owner, Usage.of(call))
                        .description(row.description())
                        .tags(IamPlans.list(row.tags()))
                        .build())
                .build();
    }

    private static void delete(DeletePolicyRequest in, WriteCall call) {
        PolicyRow row = requireOwn(call, in.policyArn());
        Usage usage = Usage.of(call);
        if (usage.attached(in.policyArn()) + usage.bounding(in.policyArn()) > 0) {
            throw IamErrors.deleteConflict("Cannot delete a policy attached to entities.");
        }
        if (row.versions().size() > 1) {
            throw IamErrors.deleteConflict(
                    "This policy has more than one version. Before you delete a policy, you must delete the policy's"
                            + " versions. The default version is deleted with the policy.");
        }
        call.tx().remove(IamTables.POLICIES, Scope.account(call.caller().account()), IamTables.key(row.name()));
    }

    private static ListPoliciesResponse list(ListPoliciesRequest in, Call call) {
        String account = call.caller().account();
        String scope = in.scope() == null ? "All" : in.scope();
        TreeMap<String, PolicyRow> rows = new TreeMap<>();
        if (!scope.equals("AWS")) {
            call.state()
                    .rows(IamTables.POLICIES, Scope.account(account))
                    .values()
                    .forEach(row -> rows.put(row.arn(account), row));
        }
        Set<String> own = Set.copyOf(rows.keySet());
        if (!scope.equals("Local")) {
            rows.putAll(AwsManagedPolicies.all());
        }
        Usage usage = Usage.of(call);
        String filter = in.policyUsageFilter();
        boolean onlyAttached = Boolean.TRUE.equals(in.onlyAttached());
        IamPages.Listing<Policy> page = IamPages.of(
                call,
                "ListPolicies",
                scope + onlyAttached + filter + path(in.pathPrefix()),
                in.marker(),
                in.maxItems(),
                rows,
                (arn, row) -> row.path().startsWith(path(in.pathPrefix()))
                        && (usage.attached(arn) > 0 || !AwsManagedPolicies.isDeprecated(arn))
                        && (!onlyAttached || usage.attached(arn) > 0)
                        && (!"PermissionsPolicy".equals(filter) || usage.attached(arn) > 0)
                        && (!"PermissionsBoundary".equals(filter) || usage.bounding(arn) > 0),
                row -> shown(row, own.contains(row.arn(account)) ? account : "aws", usage)
                        .build());
        return ListPoliciesResponse.builder()
                .policies(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    private static ListPolicyTagsResponse listTags(ListPolicyTagsRequest in, Call call) {
        IamPages.Listing<Tag> page = IamPages.ofList(
                call,
                "ListPolicyTags",
                in.policyArn(),
                in.marker(),
                in.maxItems(),
                IamPlans.list(require(call, in.policyArn()).tags()));
        return ListPolicyTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
