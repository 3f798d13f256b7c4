package dev.glasshouse.gateway;

import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Vantage;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.sandbox.StateReader;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the principal that people mean by a text, and speaks of it as of a caller. */
final class Principals {

    private static final String SESSION = "glasshouse";
    private static final long SESSION_SECONDS = 3600;

    private final Identities identities;

    Principals(Identities identities) {
        this.identities = identities;
    }

    /**
     * The caller that a principal would be.
     *
     * @param text {@code user/NAME}, {@code role/NAME} or {@code root} of an account, with or without a path; an ARN of
     *     one of these or of a role's session; a service such as {@code lambda.amazonaws.com}; {@code anonymous}
     * @param account the account of those that name none
     * @throws IllegalArgumentException if there is no such principal
     */
    Caller find(StateReader state, Instant now, String text, String account) {
        return Vantages.place(state, named(state, now, text, account));
    }

    private Caller named(StateReader state, Instant now, String text, String account) {
        if (text.equals("anonymous") || text.equals("*")) {
            return Caller.anonymous(Vantages.ofAnonymous(state));
        }
        if (text.startsWith("arn:aws:sts:") && text.contains(":assumed-role/")) {
            String[] fields = text.split(":", 6);
            String[] names = fields[5].split("/");
            if (names.length == 3) {
                return role(state, now, fields[4], "role/" + names[1], names[2]);
            }
        }
        String owner = account;
        String local = text;
        if (text.startsWith("arn:aws:iam:")) {
            String[] fields = text.split(":", 6);
            owner = fields.length == 6 ? fields[4] : "";
            local = fields.length == 6 ? fields[5] : "";
        }
        if (local.equals("root")) {
            return Caller.root(owner, null, Vantage.DEFAULT);
        }
        if (local.startsWith("user/")) {
            return user(state, owner, local);
        }
        if (local.startsWith("role/")) {
            return role(state, now, owner, local, SESSION);
        }
        if (text.endsWith(".amazonaws.com") && PolicyPrincipal.parse(text).kind() == PolicyPrincipal.Kind.SERVICE) {
            return Caller.service(text);
        }
        throw new IllegalArgumentException("not a principal: '" + text
                + "'; it is user/NAME, role/NAME, root, anonymous, a service's name or an ARN");
    }

    private Caller user(StateReader state, String account, String local) {
        Identities.Entity user = identities
                .user(state, account, name(local))
                .filter(found -> fits(found, "user", local))
                .orElseThrow(() -> missing(account, local));
        return user(user, null);
    }

    /** A user who calls with a long-term key. */
    static Caller user(Identities.Entity user, @Nullable String accessKeyId) {
        return new Caller(
                Caller.Kind.USER,
                user.account(),
                user.arn(),
                user.id(),
                user.name(),
                user.path(),
                accessKeyId,
                null,
                user.tags(),
                Vantage.DEFAULT);
    }

    private Caller role(StateReader state, Instant now, String account, String local, String session) {
        Identities.Entity role = identities
                .role(state, account, name(local))
                .map(Identities.Role::entity)
                .filter(found -> fits(found, "role", local))
                .orElseThrow(() -> missing(account, local));
        return role(role, now, session);
    }

    private static Caller role(Identities.Entity role, Instant now, String session) {
        return new Caller(
                Caller.Kind.ROLE,
                role.account(),
                "arn:aws:sts::" + role.account() + ":assumed-role/" + role.name() + "/" + session,
                role.id() + ":" + session,
                role.name(),
                role.path(),
                null,
                new Caller.Session(
                        role.arn(),
                        role.id(),
                        session,
                        now,
                        now.plusSeconds(SESSION_SECONDS),
                        false,
                        List.of(),
                        Set.of(),
                        null,
                        false),
                role.tags(),
                Vantage.DEFAULT);
    }

    /** A session of a role that begins now. */
    static Caller role(Identities.Entity role, Instant now) {
        return role(role, now, SESSION);
    }

    private static String name(String local) {
        return local.substring(local.lastIndexOf('/') + 1);
    }

    /** Whether an entity is meant: by its name alone, or by path and name. */
    private static boolean fits(Identities.Entity entity, String kind, String local) {
        return local.equals(kind + "/" + entity.name()) || local.equals(kind + entity.path() + entity.name());
    }

    private static IllegalArgumentException missing(String account, String local) {
        return new IllegalArgumentException("there is no " + local + " in account " + account);
    }
}
