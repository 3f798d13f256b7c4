package dev.glasshouse.service.sts;

import dev.glasshouse.api.sts.AssumeRoleRequest;
import dev.glasshouse.api.sts.AssumeRoleResponse;
import dev.glasshouse.api.sts.AssumedRoleUser;
import dev.glasshouse.api.sts.PolicyDescriptorType;
import dev.glasshouse.api.sts.Tag;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.call.WriteOperation;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Gives a session of a role. See
 * <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">AssumeRole</a>. A role that does not
 * exist is refused like one that does not trust the caller.
 */
final class AssumeRole implements WriteOperation<AssumeRoleRequest, AssumeRoleResponse> {

    private static final int HOUR = 3_600;
    private static final int MOST_PACKED = 2_048;

    private final Identities identities;

    AssumeRole(Identities identities) {
        this.identities = identities;
    }

    @Override
    public String name() {
        return "AssumeRole";
    }

    @Override
    public OperationFacts facts() {
        return OperationFacts.DEFAULT.withReadOnly(true).withResponseLogged(true);
    }

    @Override
    public AuthorizationPlan plan(AssumeRoleRequest input, Call call) {
        String arn = input.roleArn();
        String account = account(arn);
        if (call.caller().kind() == Caller.Kind.ROOT) {
            throw StsErrors.denied("Roles may not be assumed by root accounts.");
        }
        Optional<Identities.Role> role = role(input, call);
        Map<String, String> tags = tags(input);
        ContextKeys.Builder keys = ContextKeys.builder()
                .put("sts:RoleSessionName", input.roleSessionName())
                .put("sts:ExternalId", input.externalId())
                .put("sts:SourceIdentity", input.sourceIdentity());
        if (!tags.isEmpty()) {
            tags.forEach((key, value) -> keys.put("aws:RequestTag/" + key, value));
            keys.putAll("aws:TagKeys", List.copyOf(tags.keySet()));
        }
        if (input.transitiveTagKeys() != null) {
            keys.putAll("sts:TransitiveTagKeys", input.transitiveTagKeys());
        }
        List<String> actions = new ArrayList<>(List.of("sts:AssumeRole"));
        if (!tags.isEmpty()) {
            actions.add("sts:TagSession");
        }
        if (input.sourceIdentity() != null) {
            actions.add("sts:SetSourceIdentity");
        }
        return new AuthorizationPlan(actions.stream()
                .map(action -> AuthorizationRequest.of(action, arn, account)
                        .withKeys(keys.build())
                        .withResourceTags(
                                role.map(found -> found.entity().tags()).orElse(Map.of()))
                        .withResourcePolicy(role.map(Identities.Role::trust).orElse(null)))
                .toList());
    }

    /** The account in a role's ARN. */
    private static String account(String arn) {
        String[] fields = arn.split(":", 6);
        boolean role = fields.length == 6
                && fields[0].equals("arn")
                && fields[1].equals("aws")
                && fields[2].equals("iam")
                && fields[3].isEmpty()
                && fields[4].length() == 12
                && fields[4].chars().allMatch(c -> c >= '0' && c <= '9')
                && fields[5].startsWith("role/");
        if (!role) {
            throw StsErrors.validation(arn + " is invalid");
        }
        return fields[4];
    }

    private Optional<Identities.Role> role(AssumeRoleRequest input, Call call) {
        String arn = input.roleArn();
        return identities
                .role(call.state(), account(arn), arn.substring(arn.lastIndexOf('/') + 1))
                .filter(found -> found.entity().arn().equals(arn));
    }

    private static Map<String, String> tags(AssumeRoleRequest input) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag : input.tags() == null ? List.<Tag>of() : input.tags()) {
            if (tags.keySet().stream().anyMatch(key -> key.equalsIgnoreCase(tag.key()))) {
                throw StsErrors.invalidParameter(
                        "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }

    @Override
    public AssumeRoleResponse execute(AssumeRoleRequest input, WriteCall call) {
        Identities.Role role = role(input, call)
                .orElseThrow(() -> StsErrors.denied("the role is not there, and nobody was allowed to assume it"));
        if (input.serialNumber() != null || input.tokenCode() != null) {
            throw StsErrors.denied("MultiFactorAuthentication failed with invalid MFA one time pass code. ");
        }
        if (input.providedContexts() != null && !input.providedContexts().isEmpty()) {
            throw StsErrors.notSimulated("Context from an identity provider");
        }
        Caller.Session calling = call.caller().session();
        boolean chained = call.caller().kind() == Caller.Kind.ROLE && calling != null;
        int seconds = seconds(input, role, chained);
        Map<String, String> tags = sessionTags(input, call.caller());
        List<String> arns = input.policyArns() == null
                ? List.of()
                : input.policyArns().stream()
                        .map(PolicyDescriptorType::arn)
                        .filter(Objects::nonNull)
                        .map(arn -> requirePolicy(arn, call))
                        .toList();
        if (input.policy() != null) {
            requireSessionPolicy(input.policy());
        }
        int packed = packed(input, arns);
        String sourceIdentity = calling != null && chained && calling.sourceIdentity() != null
                ? calling.sourceIdentity()
                : input.sourceIdentity();
        Identities.Entity entity = role.entity();
        SessionRow row = new SessionRow(
                SessionRow.Kind.ROLE,
                entity.account(),
                entity.name(),
                entity.arn(),
                entity.id(),
                entity.path(),
                input.roleSessionName(),
                call.now(),
                call.now().plusSeconds(seconds),
                input.policy(),
                arns,
                tags,
                transitive(input, call.caller()),
                sourceIdentity,
                chained,
                call.caller().vantage());
        return AssumeRoleResponse.builder()
                .credentials(CallerOperations.issue(call, row))
                .assumedRoleUser(AssumedRoleUser.builder()
                        .assumedRoleId(row.principalId())
                        .arn(row.arn())
                        .build())
                .packedPolicySize(packed == 0 ? null : packed)
                .sourceIdentity(sourceIdentity)
                .build();
    }

    private static int seconds(AssumeRoleRequest input, Identities.Role role, boolean chained) {
        int seconds = input.durationSeconds() == null ? HOUR : input.durationSeconds();
        if (chained && seconds > HOUR) {
            throw StsErrors.validation(
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        }
        if (seconds > role.maxSessionSeconds()) {
            throw StsErrors.validation(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        return seconds;
    }

    /** The tags asked for, over those that the calling session hands on. */
    private static Map<String, String> sessionTags(AssumeRoleRequest input, Caller caller) {
        Map<String, String> asked = tags(input);
        Map<String, String> tags = new LinkedHashMap<>();
        Caller.Session session = caller.session();
        if (session != null) {
            caller.tags().forEach((key, value) -> {
                if (session.transitiveTags().contains(key.toLowerCase(Locale.ROOT))) {
                    tags.put(key, value);
                }
            });
        }
        for (String key : asked.keySet()) {
            if (tags.keySet().stream().anyMatch(handed -> handed.equalsIgnoreCase(key))) {
                throw StsErrors.invalidParameter("One of the specified transitive tag keys can't be set because it"
                        + " conflicts with a transitive tag key from the calling session.");
            }
        }
        for (String key : input.transitiveTagKeys() == null ? List.<String>of() : input.transitiveTagKeys()) {
            if (asked.keySet().stream().noneMatch(key::equalsIgnoreCase)) {
                throw StsErrors.invalidParameter(
                        "The specified transitive tag key must be included in the requested tags.");
            }
        }
        tags.putAll(asked);
        return tags;
    }

    private static List<String> transitive(AssumeRoleRequest input, Caller caller) {
        List<String> keys = new ArrayList<>();
        if (caller.session() != null) {
            keys.addAll(caller.session().transitiveTags());
        }
        if (input.transitiveTagKeys() != null) {
            input.transitiveTagKeys().forEach(key -> keys.add(key.toLowerCase(Locale.ROOT)));
        }
        return keys;
    }

    private String requirePolicy(String arn, Call call) {
        if (identities.managedPolicy(call.state(), arn).isEmpty()) {
            throw StsErrors.malformedPolicy("Policy " + arn + " does not exist or is not attachable.");
        }
        return arn;
    }

    private static void requireSessionPolicy(String policy) {
        try {
            PolicyValidator.validateSession(policy);
        } catch (PolicyRejectedException e) {
            throw StsErrors.malformedPolicy(e.text());
        }
    }

    /** The share of the room for policies and tags, in percent; AWS does not say how it packs, ours counts characters. */
    private static int packed(AssumeRoleRequest input, List<String> arns) {
        int size = input.policy() == null ? 0 : PolicyValidator.sizeWithoutWhitespace(input.policy());
        size += arns.stream().mapToInt(String::length).sum() / 2;
        size += tags(input).entrySet().stream()
                .mapToInt(tag -> tag.getKey().length() + tag.getValue().length())
                .sum();
        int percent = (size * 100 + MOST_PACKED - 1) / MOST_PACKED;
        if (percent > 100) {
            throw StsErrors.packedTooLarge(percent);
        }
        return percent;
    }
}
