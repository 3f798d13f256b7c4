package dev.glasshouse.assertions;

import dev.glasshouse.Control;
import dev.glasshouse.access.AccessQuestions;
import dev.glasshouse.access.AccessText;
import dev.glasshouse.access.WhoCan;
import dev.glasshouse.sandbox.Sandbox;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a sandbox. What it leads to asserts by itself: each of its methods that decides does so in one call. */
public final class SandboxAssert extends AbstractAssert<SandboxAssert, Sandbox> {

    SandboxAssert(Sandbox sandbox) {
        super(sandbox, SandboxAssert.class);
    }

    /**
     * What a principal may do.
     *
     * @param principal {@code user/NAME}, {@code role/NAME} or {@code root} of the first account; the ARN of one of these
     *     in any account, or of a role's session; a service such as {@code lambda.amazonaws.com}; {@code anonymous}
     */
    public PrincipalAssert principal(String principal) {
        return new PrincipalAssert(control(), principal);
    }

    /**
     * Nobody but these can do an action on a resource, neither by themselves nor by assuming roles, whatever their calls are
     * like.
     *
     * @param action an action, or a pattern such as {@code s3:Get*}
     * @param resource a resource's ARN, or a pattern; nobody else can do any of it then
     * @param principals ARNs, or short forms as of {@link #principal}; root users of the accounts are to be named too
     */
    public SandboxAssert onlyCan(String action, String resource, String... principals) {
        isNotNull();
        WhoCan who = AccessQuestions.of(actual).whoCan(action, resource);
        Set<String> named =
                Arrays.stream(principals).map(control()::principalArn).collect(Collectors.toSet());
        Set<String> others = who.entries().stream()
                .map(WhoCan.Entry::who)
                .filter(found -> !named.contains(found))
                .collect(Collectors.toCollection(TreeSet::new));
        who.unknown().stream().filter(found -> !named.contains(found)).forEach(others::add);
        if (!others.isEmpty()) {
            throw new AssertionError("Expected nobody else to be able to " + action + " on " + resource + ", but "
                    + others + (who.unknown().isEmpty() ? " can" : " can or may") + ":\n\n" + AccessText.of(who));
        }
        return this;
    }

    /** What somebody without credentials may do. */
    public PrincipalAssert anonymous() {
        return principal("anonymous");
    }

    /** The trail has an event of this name, such as {@code Decrypt}; data events count too. */
    public EventAssert hasEvent(String name) {
        return EventAssert.named(control(), name);
    }

    /** The trail has no event of this name. */
    public SandboxAssert hasNoEvent(String name) {
        EventAssert.none(control(), name);
        return this;
    }

    /** The state of a bucket. */
    public BucketAssert bucket(String name) {
        return about(BucketAssert.of(name));
    }

    /** The state of a KMS key, by its id, its ARN or an alias such as {@code alias/orders}. */
    public KeyAssert key(String key) {
        return about(KeyAssert.of(key));
    }

    /** The state of a secret, by its name or its ARN. */
    public SecretAssert secret(String secret) {
        return about(SecretAssert.of(secret));
    }

    /** The state of a parameter of Parameter Store, by its name or its ARN. */
    public ParameterAssert parameter(String parameter) {
        return about(ParameterAssert.of(parameter));
    }

    /**
     * Assertions of another service: they are given a look at the sandbox that leaves no trace in it. A service's own offer
     * them by a static method, as {@link SecretAssert#of} does: {@code
     * assertThat(sandbox).about(SecretAssert.of("db")).rotates()}.
     */
    public <A> A about(Function<Look, A> subject) {
        isNotNull();
        return subject.apply(new Look(actual));
    }

    private Control control() {
        isNotNull();
        return Control.of(actual);
    }
}
