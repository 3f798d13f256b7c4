package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.AttachedPermissionsBoundary;
import dev.glasshouse.api.iam.AttachedPolicy;
import dev.glasshouse.api.iam.GetAccountAuthorizationDetailsResponse;
import dev.glasshouse.api.iam.GroupDetail;
import dev.glasshouse.api.iam.ManagedPolicyDetail;
import dev.glasshouse.api.iam.PolicyDetail;
import dev.glasshouse.api.iam.PolicyVersion;
import dev.glasshouse.api.iam.RoleDetail;
import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.api.iam.UserDetail;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Transaction;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the identities of an account as they stand there: with their ids, and with documents that IAM would refuse
 * today. What is odd about them is said; a document that cannot be read allows nothing.
 */
final class IdentityIntake {

    private final Transaction tx;
    private final Scope scope;
    private final List<String> remarks = new ArrayList<>();

    IdentityIntake(Transaction tx, String account) {
        this.tx = tx;
        this.scope = Scope.account(account);
    }

    List<String> take(GetAccountAuthorizationDetailsResponse details) {
        each(details.policies()).forEach(this::policy);
        each(details.groupDetailList()).forEach(this::group);
        each(details.userDetailList()).forEach(this::user);
        each(details.roleDetailList()).forEach(this::role);
        // now that all are there: whom a trust policy names by ARN it trusts by id
        each(details.roleDetailList()).forEach(this::trust);
        each(details.userDetailList())
                .forEach(user -> attachments(
                        "user " + user.userName(), user.attachedManagedPolicies(), user.permissionsBoundary()));
        each(details.groupDetailList())
                .forEach(group -> attachments("group " + group.groupName(), group.attachedManagedPolicies(), null));
        each(details.roleDetailList())
                .forEach(role -> attachments(
                        "role " + role.roleName(), role.attachedManagedPolicies(), role.permissionsBoundary()));
        return remarks;
    }

    private static <T> List<T> each(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private Instant time(@Nullable Instant time) {
        return time == null ? tx.now() : time;
    }

    private static String path(@Nullable String path) {
        return path == null ? "/" : path;
    }

    // ---- policies

    private void policy(ManagedPolicyDetail detail) {
        String name = Objects.requireNonNull(detail.policyName());
        boolean ofAws = Objects.requireNonNullElse(detail.arn(), "").startsWith("arn:aws:iam::aws:");
        Map<Integer, PolicyRow.Version> versions = new TreeMap<>();
        for (PolicyVersion version : each(detail.policyVersionList())) {
            versions.put(
                    number(version.versionId()),
                    new PolicyRow.Version(document(version.document()), time(version.createDate())));
        }
        int inForce = number(detail.defaultVersionId());
        if (!versions.containsKey(inForce)) {
            remarks.add(
                    "policy " + name + ": its default version " + detail.defaultVersionId() + " is not in the file");
            return;
        }
        PolicyRow row = new PolicyRow(
                name,
                path(detail.path()),
                detail.policyId() == null ? tx.ids().unique("ANPA", name) : detail.policyId(),
                time(detail.createDate()),
                time(detail.updateDate()),
                detail.description(),
                Map.of(),
                versions,
                inForce,
                versions.keySet().stream().mapToInt(each -> each).max().orElse(0) + 1);
        identity("policy " + name, row.document());
        tx.put(IamTables.POLICIES, ofAws ? IamTables.OF_AWS : scope, ofAws ? row.arn("aws") : IamTables.key(name), row);
    }

    private static int number(@Nullable String version) {
        String digits = version != null && version.startsWith("v") ? version.substring(1) : "";
        boolean fits =
                !digits.isEmpty() && digits.length() < 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return fits ? Integer.parseInt(digits) : 0;
    }

    /** A document as it was written: the API answers it percent-encoded, the CLI decodes it. */
    private static String document(@Nullable String document) {
        String text = document == null ? "" : document;
        return text.startsWith("%7B") ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8) : text;
    }

    private void identity(String where, String document) {
        try {
            PolicyValidator.validateIdentity(document);
        } catch (PolicyRejectedException e) {
            remarks.add(where + ": " + e.text());
        }
    }

    // ---- those who hold them

    private void group(GroupDetail detail) {
        String name = Objects.requireNonNull(detail.groupName());
        tx.put(
                IamTables.GROUPS,
                scope,
                IamTables.key(name),
                new GroupRow(
                        name,
                        path(detail.path()),
                        detail.groupId() == null ? tx.ids().unique("AGPA", name) : detail.groupId(),
                        time(detail.createDate()),
                        holdings("group " + name, detail.groupPolicyList(), detail.attachedManagedPolicies(), null)));
    }

    private void user(UserDetail detail) {
        String name = Objects.requireNonNull(detail.userName());
        List<String> groups = new ArrayList<>();
        for (String group : each(detail.groupList())) {
            if (tx.get(IamTables.GROUPS, scope, IamTables.key(group)).isPresent()) {
                groups.add(IamTables.key(group));
            } else {
                remarks.add("user " + name + ": its group " + group + " is not in the file");
            }
        }
        if (name.equals(Provisioning.ADMINISTRATOR)) {
            remarks.add("user " + name + ": it takes the place of the administrator that Glasshouse gives an account");
        }
        tx.put(
                IamTables.USERS,
                scope,
                IamTables.key(name),
                new UserRow(
                        name,
                        path(detail.path()),
                        detail.userId() == null ? tx.ids().unique("AIDA", name) : detail.userId(),
                        time(detail.createDate()),
                        tags(detail.tags()),
                        groups,
                        holdings(
                                "user " + name,
                                detail.userPolicyList(),
                                detail.attachedManagedPolicies(),
                                detail.permissionsBoundary())));
    }

    private void role(RoleDetail detail) {
        String name = Objects.requireNonNull(detail.roleName());
        tx.put(
                IamTables.ROLES,
                scope,
                IamTables.key(name),
                new RoleRow(
                        name,
                        path(detail.path()),
                        detail.roleId() == null ? tx.ids().unique("AROA", name) : detail.roleId(),
                        time(detail.createDate()),
                        null,
                        // the file does not say; this is the shortest limit
                        3_600,
                        document(detail.assumeRolePolicyDocument()),
                        tags(detail.tags()),
                        holdings(
                                "role " + name,
                                detail.rolePolicyList(),
                                detail.attachedManagedPolicies(),
                                detail.permissionsBoundary())));
    }

    private void trust(RoleDetail detail) {
        String name = Objects.requireNonNull(detail.roleName());
        RoleRow row = tx.get(IamTables.ROLES, scope, IamTables.key(name)).orElseThrow();
        try {
            // those of other accounts, and those who are gone, may be named
            PolicyValidator.validateTrust(row.trust(), principal -> true);
            tx.put(IamTables.ROLES, scope, IamTables.key(name), row.withTrust(TrustPolicies.stored(row.trust(), tx)));
        } catch (PolicyRejectedException e) {
            remarks.add("role " + name + ": its trust policy: " + e.text());
        }
    }

    private static Map<String, String> tags(@Nullable List<Tag> tags) {
        Map<String, String> all = new TreeMap<>();
        each(tags).forEach(tag -> all.put(tag.key(), tag.value()));
        return all;
    }

    private Holdings holdings(
            String where,
            @Nullable List<PolicyDetail> inline,
            @Nullable List<AttachedPolicy> attached,
            @Nullable AttachedPermissionsBoundary boundary) {
        Map<String, String> documents = new TreeMap<>();
        for (PolicyDetail policy : each(inline)) {
            String document = document(policy.policyDocument());
            documents.put(Objects.requireNonNull(policy.policyName()), document);
            identity(where + ", policy " + policy.policyName(), document);
        }
        return new Holdings(
                documents,
                each(attached).stream()
                        .map(AttachedPolicy::policyArn)
                        .filter(Objects::nonNull)
                        .toList(),
                boundary == null ? null : boundary.permissionsBoundaryArn());
    }

    private void attachments(
            String where, @Nullable List<AttachedPolicy> attached, @Nullable AttachedPermissionsBoundary boundary) {
        each(attached).forEach(policy -> known(where, "policy", policy.policyArn()));
        if (boundary != null) {
            known(where, "boundary", boundary.permissionsBoundaryArn());
        }
    }

    private void known(String where, String what, @Nullable String arn) {
        if (arn != null && IamTables.policy(tx, arn).isEmpty()) {
            remarks.add(where + ": its " + what + " " + arn
                    + " is neither in the file nor one that Glasshouse knows, so that nothing is allowed to it");
        }
    }
}
