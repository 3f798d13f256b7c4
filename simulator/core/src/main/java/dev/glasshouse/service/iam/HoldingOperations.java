package dev.glasshouse.service.iam;

import dev.glasshouse.api.iam.AttachedPolicy;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.validate.PolicyValidator;
import dev.glasshouse.service.iam.IamPages.Listing;
import dev.glasshouse.service.iam.IamPlans.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What users, groups and roles have in common: attached, inline and bounding policies. */
final class HoldingOperations {

    static final int MOST_ATTACHED = 10;

    private HoldingOperations() {}

    static AuthorizationPlan plan(Call call, Holder kind, String operation, String name, @Nullable String policyArn) {
        Target target = kind.target(call, name);
        return IamPlans.ask(call, operation, target, IamPlans.permissions(target, policyArn));
    }

    static AuthorizationPlan planRead(Call call, Holder kind, String operation, String name) {
        return IamPlans.ask(call, operation, kind.target(call, name));
    }

    /** The key {@code iam:PermissionsBoundary} of a call that sets one is the new one. */
    static AuthorizationPlan planBoundary(Call call, Holder kind, String operation, String name, String boundary) {
        Target target = kind.target(call, name);
        return IamPlans.ask(
                call, operation, target, IamPlans.permissions(new Target("", java.util.Map.of(), boundary), null));
    }

    static void requireAttachable(Call call, String arn) {
        requireArn(arn);
        if (arn.startsWith("arn:aws:iam::aws:policy" + LinkedRoleOperations.PATH)
                && IamTables.policy(call.state(), arn).isPresent()) {
            throw ServiceException.of(
                    "PolicyNotAttachable", 400, "Cannot attach a Service Role Policy to a Customer Role.");
        }
        if (!reachable(call, arn)) {
            throw IamErrors.notAttachable(arn);
        }
    }

    /** A policy that may be a permissions boundary. */
    static void requireBoundary(Call call, String arn) {
        requireArn(arn);
        if (!reachable(call, arn)) {
            throw IamErrors.noSuchEntity("Scope ARN: " + arn + " does not exist or is not attachable.");
        }
    }

    private static boolean reachable(Call call, String arn) {
        boolean visible = arn.startsWith("arn:aws:iam::aws:policy/")
                || arn.startsWith("arn:aws:iam::" + call.caller().account() + ":");
        return visible
                && !arn.startsWith("arn:aws:iam::aws:policy" + LinkedRoleOperations.PATH)
                && IamTables.policy(call.state(), arn).isPresent();
    }

    /** IAM parses ARNs before it looks for what they name. */
    static void requireParsed(String arn) {
        String[] fields = arn.split(":", 6);
        if (fields.length < 6 || !fields[0].equals("arn")) {
            throw IamErrors.validation("Invalid ARN:  Could not be parsed!");
        }
    }

    static void requireArn(String arn) {
        requireParsed(arn);
        String[] fields = arn.split(":", 6);
        boolean policy = fields[2].equals("iam") && fields[5].startsWith("policy/");
        if (!policy) {
            throw IamErrors.invalidInput("ARN " + arn + " is not valid.");
        }
    }

    static void attach(WriteCall call, Holder kind, String name, String arn) {
        Holdings holdings = kind.modifiable(call, name);
        requireAttachable(call, arn);
        if (holdings.managed().contains(arn)) {
            return;
        }
        if (holdings.managed().size() >= MOST_ATTACHED) {
            throw IamErrors.quota("PoliciesPer" + kind.word(), MOST_ATTACHED);
        }
        kind.save(call, name, holdings.attach(arn));
    }

    static void detach(WriteCall call, Holder kind, String name, String arn) {
        Holdings holdings = kind.modifiable(call, name);
        requireArn(arn);
        if (!holdings.managed().contains(arn)) {
            throw IamErrors.policyNotFound(arn);
        }
        kind.save(call, name, holdings.detach(arn));
    }

    static Listing<AttachedPolicy> attached(
            Call call,
            Holder kind,
            String name,
            @Nullable String pathPrefix,
            @Nullable String marker,
            @Nullable Integer maxItems) {
        String prefix = pathPrefix == null ? "/" : pathPrefix;
        List<AttachedPolicy> policies = kind.holdings(call, name).managed().stream()
                .filter(arn -> arn.substring(arn.indexOf(":policy/") + 7).startsWith(prefix))
                .map(arn -> new AttachedPolicy(arn.substring(arn.lastIndexOf('/') + 1), arn))
                .toList();
        return IamPages.ofList(
                call, "ListAttached" + kind.word() + "Policies", name + prefix, marker, maxItems, policies);
    }

    static void put(WriteCall call, Holder kind, String name, String policy, String document) {
        Holdings holdings = kind.modifiable(call, name);
        PolicyText.requireIdentityPolicy(document);
        Holdings changed = holdings.withInline(policy, document);
        int size = changed.inline().values().stream()
                .mapToInt(PolicyValidator::sizeWithoutWhitespace)
                .sum();
        if (size > kind.mostInline()) {
            throw IamErrors.limit(
                    "Maximum policy size of " + kind.mostInline() + " bytes exceeded for " + kind.small() + " " + name);
        }
        kind.save(call, name, changed);
    }

    static String get(Call call, Holder kind, String name, String policy) {
        String document = kind.holdings(call, name).inline().get(policy);
        if (document == null) {
            throw IamErrors.notFound(kind.small() + " policy", policy);
        }
        return PolicyText.encoded(document);
    }

    static void delete(WriteCall call, Holder kind, String name, String policy) {
        Holdings holdings = kind.modifiable(call, name);
        if (!holdings.inline().containsKey(policy)) {
            throw IamErrors.notFound(kind.small() + " policy", policy);
        }
        kind.save(call, name, holdings.withoutInline(policy));
    }

    static Listing<String> inline(
            Call call, Holder kind, String name, @Nullable String marker, @Nullable Integer maxItems) {
        List<String> names = List.copyOf(kind.holdings(call, name).inline().keySet());
        return IamPages.ofList(call, "List" + kind.word() + "Policies", name, marker, maxItems, names);
    }

    static void setBoundary(WriteCall call, Holder kind, String name, String arn) {
        Holdings holdings = kind.modifiable(call, name);
        requireBoundary(call, arn);
        kind.save(call, name, holdings.withBoundary(arn));
    }

    static void deleteBoundary(WriteCall call, Holder kind, String name) {
        Holdings holdings = kind.modifiable(call, name);
        if (holdings.boundary() == null) {
            throw IamErrors.noSuchEntity(kind.word() + " " + name + " does not have a permissions boundary.");
        }
        kind.save(call, name, holdings.withBoundary(null));
    }

    /** Who still has policies cannot be deleted. */
    static void requireEmpty(Holdings holdings) {
        if (!holdings.managed().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        if (!holdings.inline().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first.");
        }
    }
}
