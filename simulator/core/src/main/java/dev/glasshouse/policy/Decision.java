package dev.glasshouse.policy;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one question.
 *
 * @param effect the outcome
 * @param deniedBy every kind of policy that stood in the way, in the order in which a denial names them; empty when
 *     allowed
 * @param deciding the statement that denied explicitly, or null
 * @param allowedBy the statement that allowed, or null when denied or when no statement was needed
 */
public record Decision(
        Effect effect,
        Set<PolicyKind> deniedBy,
        @Nullable StatementRef deciding,
        @Nullable StatementRef allowedBy) {

    /** The three outcomes. */
    public enum Effect {
        /** Something allows and nothing denies. */
        ALLOWED("Allowed"),
        /** Something that had to allow does not. */
        IMPLICITLY_DENIED("ImplicitlyDenied"),
        /** A Deny statement applies. */
        EXPLICITLY_DENIED("ExplicitlyDenied");

        private final String word;

        Effect(String word) {
            this.word = word;
        }

        /** The outcome's word in the neutral case form. */
        @JsonValue
        public String word() {
            return word;
        }
    }

    /**
     * A statement that mattered.
     *
     * @param kind the kind of policy it stands in
     * @param policyId the policy's name
     * @param policyArn the policy's ARN, or null
     * @param index the statement's place in the document, from 0
     * @param sid the statement's Sid, or null
     */
    public record StatementRef(
            PolicyKind kind,
            String policyId,
            @Nullable String policyArn,
            int index,
            @Nullable String sid) {}

    /** Whether the request may go on. */
    public boolean isAllowed() {
        return effect == Effect.ALLOWED;
    }
}
