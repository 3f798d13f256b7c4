package dev.glasshouse.assertions;

import dev.glasshouse.Access;
import dev.glasshouse.Control;
import dev.glasshouse.access.AccessQuestions;
import dev.glasshouse.access.AccessText;
import dev.glasshouse.access.Paths;
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

    /**
     * The principal is no administrator and cannot become one: no published way of getting rights leads it there, by
     * whatever roles and users. Ways that hang on conditions count.
     */
    public PrincipalAssert hasNoPathToAdministrator() {
        Paths paths = questions().pathToAdministrator(principal);
        if (paths.leadToAdministrator()) {
            throw new AssertionError(
                    "Expected " + principal + " to have no path to administrator, but:\n\n" + AccessText.of(paths));
        }
        return this;
    }

    /** The principal can become an administrator. */
    public PrincipalAssert hasPathToAdministrator() {
        Paths paths = questions().paths(principal);
        boolean found = paths.administrator().possible() || !paths.up().isEmpty();
        if (!found) {
            throw new AssertionError(
                    "Expected " + principal + " to have a path to administrator, but:\n\n" + AccessText.of(paths));
        }
        return this;
    }

    /**
     * The principal cannot become another one by the published ways of getting rights.
     *
     * @param other an ARN, or {@code user/NAME} or {@code role/NAME} of the first account
     */
    public PrincipalAssert cannotBecome(String other) {
        String arn = control.principalArn(other);
        Paths paths = questions().paths(principal);
        boolean becomes = paths.across().stream().anyMatch(path -> path.to().equals(arn));
        boolean everybody = paths.administrator().possible();
        if (becomes || everybody || !paths.complete()) {
            throw new AssertionError(
                    "Expected " + principal + " not to become " + arn + ", but:\n\n" + AccessText.of(paths));
        }
        return this;
    }

    private AccessQuestions questions() {
        return AccessQuestions.of(control.sandbox());
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
