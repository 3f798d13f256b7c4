package dev.glasshouse.wire;

import dev.glasshouse.api.model.Member;
import org.jspecify.annotations.Nullable;

/**
 * A value that breaks a constraint of the model.
 *
 * @param path where it stands, as AWS writes it: {@code tags.1.member.tagKey}
 * @param rule what it breaks
 * @param value the value, or null where a required one is missing
 * @param hidden whether the value must not be shown: it is sensitive or a blob
 * @param member the member it belongs to
 * @param top the member of the input that it is, or is inside of
 */
public record Violation(String path, Rule rule, @Nullable Object value, boolean hidden, Member member, Member top) {

    /** Without the value. */
    @Override
    public String toString() {
        return path + " " + rule;
    }
}
