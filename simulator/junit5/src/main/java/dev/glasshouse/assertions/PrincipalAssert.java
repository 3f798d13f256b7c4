package dev.glasshouse.assertions;

import dev.glasshouse.Access;
import dev.glasshouse.Control;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.ExplanationText;
import dev.glasshouse.policy.PolicyKind;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a principal may do, by every policy that bears on it: its own, its groups', its boundary, its organization's, and the
 * resource's. The policy engine is asked as a call of the principal's would ask it.
 */
public final class PrincipalAssert {

    private final Control control;
    private final String principal;
    private final ContextKeys context;

    PrincipalAssert(Control control, String principal) {
        this(control, principal, ContextKeys.EMPTY);
    }

    private PrincipalAssert(Control control, String principal, ContextKeys context) {
        this.control = control;
        this.principal = principal;
        this.context = context;
    }

    /**
     * The same principal, whose requests carry a condition key, such as {@code aws:SourceIp} or {@code
     * s3:x-amz-server-side-encryption}. Keys that a call has anyway need not be given.
     */
    public PrincipalAssert with(String key, String value) {
        return new PrincipalAssert(
                control, principal, context.toBuilder().put(key, value).build());
    }

    /** The same principal, whose requests carry a condition key with many values, such as {@code aws:TagKeys}. */
    public PrincipalAssert withAll(String key, String... values) {
        return new PrincipalAssert(
                control,
                principal,
                context.toBuilder().putAll(key, List.of(values)).build());
    }

    /** The principal may do this. */
    public PrincipalAssert can(String action, String resource) {
        Access access = ask(action, resource);
        if (!access.isAllowed()) {
            throw new AssertionError("Expected " + principal + " to be allowed " + action + " on " + resource
                    + ", but it is not:\n\n" + access.why());
        }
        return this;
    }

    /** The principal may not do this, for whatever reason. */
    public PrincipalAssert cannot(String action, String resource) {
        Access access = ask(action, resource);
        if (access.isAllowed()) {
            throw new AssertionError(allowed(action, resource, access));
        }
        return this;
    }

    /** The principal may not do this, and a policy of this kind stands in the way; others may as well. */
    public PrincipalAssert cannotBecause(String action, String resource, DeniedBy reason) {
        Access access = ask(action, resource);
        if (access.isAllowed()) {
            throw new AssertionError(allowed(action, resource, access));
        }
        if (!access.deniedBy().contains(reason.kind())) {
            String kinds = access.deniedBy().stream().map(ExplanationText::name).collect(Collectors.joining(", "));
            throw new AssertionError("Expected a " + name(reason.kind()) + " to keep " + principal + " from " + action
                    + " on " + resource + ", but it is denied by: " + kinds + "\n\n" + access.why());
        }
        return this;
    }

    private Access ask(String action, String resource) {
        return control.access(principal, action, resource, context);
    }

    private static String name(PolicyKind kind) {
        return ExplanationText.name(kind);
    }

    private String allowed(String action, String resource, Access access) {
        return "Expected " + principal + " not to be allowed " + action + " on " + resource + ", but it is:\n\n"
                + access.why();
    }
}
