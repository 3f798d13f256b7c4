package dev.glasshouse.service.sts;

import dev.glasshouse.api.sts.PolicyDescriptorType;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.policy.validate.PolicyRejectedException;
import dev.glasshouse.policy.validate.PolicyValidator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The policies that a session is limited by: one inline and ten managed ones at most. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session">Session policies</a>.
 */
final class SessionPolicies {

    private static final int MOST_MANAGED = 10;

    // AWS does not say how it packs; ours counts characters
    private static final int MOST_PACKED = 2_048;

    private final Identities identities;

    SessionPolicies(Identities identities) {
        this.identities = identities;
    }

    /**
     * What was chosen.
     *
     * @param inline the inline policy, or null
     * @param arns managed policies
     */
    record Chosen(@Nullable String inline, List<String> arns) {
        static final Chosen NONE = new Chosen(null, List.of());

        Chosen {
            arns = List.copyOf(arns);
        }

        boolean isEmpty() {
            return inline == null && arns.isEmpty();
        }
    }

    /**
     * Takes the policies of a request.
     *
     * @param account the account of the role or user that the session is of
     */
    Chosen choose(Call call, String account, @Nullable String inline, @Nullable List<PolicyDescriptorType> managed) {
        List<String> arns = managed == null
                ? List.of()
                : managed.stream()
                        .map(PolicyDescriptorType::arn)
                        .filter(Objects::nonNull)
                        .toList();
        if (arns.size() > MOST_MANAGED) {
            throw StsErrors.validation("1 validation error detected: Value '" + arns
                    + "' at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to "
                    + MOST_MANAGED);
        }
        for (String arn : arns) {
            boolean own = arn.startsWith("arn:aws:iam::" + account + ":policy/")
                    || arn.startsWith("arn:aws:iam::aws:policy/");
            if (!own || identities.managedPolicy(call.state(), arn).isEmpty()) {
                throw StsErrors.malformedPolicy("Policy " + arn + " does not exist or is not attachable.");
            }
        }
        if (inline != null) {
            try {
                PolicyValidator.validateSession(inline);
            } catch (PolicyRejectedException e) {
                throw StsErrors.malformedPolicy(e.text());
            }
        }
        return new Chosen(inline, arns);
    }

    /** The share of the room for policies and tags, in percent; null where there are none. */
    static @Nullable Integer packed(Chosen chosen, Map<String, String> tags) {
        if (chosen.isEmpty() && tags.isEmpty()) {
            return null;
        }
        String inline = chosen.inline();
        int size = inline == null ? 0 : PolicyValidator.sizeWithoutWhitespace(inline);
        size += chosen.arns().stream().mapToInt(String::length).sum() / 2;
        size += tags.entrySet().stream()
                .mapToInt(tag -> tag.getKey().length() + tag.getValue().length())
                .sum();
        int percent = Math.max(1, (size * 100 + MOST_PACKED - 1) / MOST_PACKED);
        if (percent > 100) {
            throw StsErrors.packedTooLarge(percent);
        }
        return percent;
    }
}
