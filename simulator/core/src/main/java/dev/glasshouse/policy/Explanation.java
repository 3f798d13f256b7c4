package dev.glasshouse.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A decision with its whole reasoning, in plain values that serialise to JSON.
 *
 * @param decision the outcome
 * @param summary one line that says why
 * @param policies every policy that was read, in order
 * @param page AWS's page of how such a decision is made
 */
public record Explanation(Decision decision, String summary, List<PolicyTrace> policies, String page) {

    /** An explanation over a copy of the list. */
    public Explanation {
        policies = List.copyOf(policies);
    }

    /**
     * This explanation for people: policies keep users and roles by their unique ids.
     *
     * @param names answers the ARN of a principal that a policy names, or what it was given
     */
    public Explanation named(UnaryOperator<String> names) {
        List<PolicyTrace> named = policies.stream()
                .map(policy -> new PolicyTrace(
                        policy.kind(),
                        policy.level(),
                        policy.policyId(),
                        policy.policyArn(),
                        policy.outcome(),
                        policy.statements().stream()
                                .map(statement -> statement.named(names))
                                .toList()))
                .toList();
        return new Explanation(decision, summary, named, page);
    }

    /**
     * What one policy said.
     *
     * @param kind the kind of policy
     * @param level the organization level it is attached to, or null
     * @param policyId its name
     * @param policyArn its ARN, or null
     * @param outcome {@code allow}, {@code deny}, {@code silent} or {@code unreadable}
     * @param statements what its statements said
     */
    public record PolicyTrace(
            PolicyKind kind,
            @Nullable String level,
            String policyId,
            @Nullable String policyArn,
            String outcome,
            List<Statement> statements) {

        /** AWS's page of the kind of policy. */
        @JsonProperty
        public String page() {
            return RulePages.kind(kind);
        }
    }

    /**
     * What one statement said.
     *
     * @param index its place, from 0
     * @param sid its Sid, or null
     * @param effect {@code Allow} or {@code Deny}
     * @param applies whether all its elements matched
     * @param elements what each element said, in the order Action, Resource, Principal, Condition lines
     */
    public record Statement(int index, @Nullable String sid, String effect, boolean applies, List<Element> elements) {

        private Statement named(UnaryOperator<String> names) {
            return new Statement(
                    index,
                    sid,
                    effect,
                    applies,
                    elements.stream().map(element -> element.named(names)).toList());
        }
    }

    /**
     * What one element said.
     *
     * @param element its name, such as {@code NotAction}, or for a condition {@code Condition}
     * @param operator the condition operator, or null
     * @param key the condition key, or null
     * @param policyValues the values in the policy
     * @param requestValues the values in the request; empty when the request has none
     * @param matched whether it matched
     * @param note more about why, or null
     */
    public record Element(
            String element,
            @Nullable String operator,
            @Nullable String key,
            List<String> policyValues,
            List<String> requestValues,
            boolean matched,
            @Nullable String note) {

        private static final String AWS = "AWS:";

        /** Why it matched or not, in one line, with the values that it saw. */
        @JsonProperty
        public String why() {
            String said = key == null ? covered() : compared();
            return note == null ? said : said + " (" + note + ")";
        }

        private Element named(UnaryOperator<String> names) {
            if (!element.endsWith("Principal")) {
                return this;
            }
            List<String> named = policyValues.stream()
                    .map(value -> value.startsWith(AWS) ? AWS + names.apply(value.substring(AWS.length())) : value)
                    .toList();
            return new Element(element, operator, key, named, requestValues, matched, note);
        }

        private String covered() {
            String asked = String.join(", ", requestValues);
            String listed = String.join(", ", policyValues);
            boolean not = element.startsWith("Not");
            if (not) {
                return matched ? asked + " is none of " + listed : asked + " is among the exceptions " + listed;
            }
            return matched ? asked + " is covered by " + listed : asked + " is not covered by " + listed;
        }

        private String compared() {
            String condition = operator + " " + String.join(", ", policyValues);
            String holds = matched ? "holds" : "does not hold";
            return key + (requestValues.isEmpty() ? "" : " is " + String.join(", ", requestValues)) + ": " + condition
                    + " " + holds;
        }

        /** AWS's page of the element. */
        @JsonProperty
        public String page() {
            return RulePages.element(element);
        }
    }
}
