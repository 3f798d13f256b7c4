package dev.glasshouse.service.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.IdentityUses;
import dev.glasshouse.call.Proposal;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What an account's identities have and when they used it last; the roles as resources that trust policies share. */
final class IdentityUse implements IdentityUses, SharedResources {

    static final String LINKED = "/aws-service-role/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GrantsCache cache;

    IdentityUse(GrantsCache cache) {
        this.cache = cache;
    }

    @Override
    public List<SharedResource> shared(StateReader state) {
        List<SharedResource> all = new ArrayList<>();
        for (Scope scope : state.scopes(IamTables.ROLES)) {
            for (RoleRow role : state.rows(IamTables.ROLES, scope).values()) {
                if (!role.path().startsWith(LINKED)) {
                    all.add(shared(
                            role.arn(scope.account()), scope.account(), TrustPolicies.shown(role.trust(), state)));
                }
            }
        }
        return all;
    }

    private static SharedResource shared(String arn, String account, String trust) {
        return new SharedResource(
                arn, "AWS::IAM::Role", account, "", List.of(new Way("POLICY", null, trust, PolicyType.TRUST, false)));
    }

    @Override
    public Optional<SharedResource> proposed(StateReader state, Proposal proposal) {
        if (!(proposal instanceof Proposal.Role role)) {
            return Optional.empty();
        }
        Optional<SharedResource> known = shared(state).stream()
                .filter(one -> one.arn().equals(role.arn()))
                .findFirst();
        String trust = role.trust();
        if (trust == null) {
            return Optional.of(
                    known.orElseThrow(() -> new IllegalArgumentException("a new role needs a trust policy")));
        }
        return Optional.of(shared(role.arn(), role.account(), trust));
    }

    @Override
    public List<String> accounts(StateReader state) {
        Set<String> accounts = new TreeSet<>();
        state.scopes(IamTables.USERS).forEach(scope -> accounts.add(scope.account()));
        state.scopes(IamTables.ROLES).forEach(scope -> accounts.add(scope.account()));
        return List.copyOf(accounts);
    }

    @Override
    public List<Use> uses(Call call, String account) {
        Last last = new Last(call, account);
        Scope scope = Scope.account(account);
        List<Use> all = new ArrayList<>();
        for (RoleRow role : call.state().rows(IamTables.ROLES, scope).values()) {
            if (!role.path().startsWith(LINKED)) {
                String arn = role.arn(account);
                all.add(new Use(Kind.ROLE, arn, role.tags(), role.created(), last.byRole.get(arn), null));
            }
        }
        for (UserRow user : call.state().rows(IamTables.USERS, scope).values()) {
            String arn = user.arn(account);
            call.state()
                    .get(IamTables.LOGINS, scope, user.id())
                    .ifPresent(login ->
                            // nobody signs in to a console here, so that a password is never used
                            all.add(new Use(Kind.PASSWORD, arn, user.tags(), login.created(), null, null)));
            IamTables.keys(call.state(), account, IamTables.key(user.name())).forEach((handle, key) -> {
                if (key.active()) {
                    String id = AccessKeyOperations.shown(call.sandbox(), account, handle);
                    all.add(new Use(Kind.ACCESS_KEY, arn, user.tags(), key.created(), last.byKey.get(id), id));
                }
            });
        }
        return all;
    }

    @Override
    public List<Idle> idle(Call call, String account, Instant since) {
        return new IdlePermissions(call, account, since, cache).all();
    }

    /** The last use of each role and key in the trail, read once. */
    private static final class Last {
        private final Map<String, Instant> byRole = new HashMap<>();
        private final Map<String, Instant> byKey = new HashMap<>();

        Last(Call call, String account) {
            call.sandbox().log().newestFirst(record -> {
                if (record.account().equals(account)) {
                    read(record.json(), record.time().truncatedTo(ChronoUnit.SECONDS));
                }
                return true;
            });
        }

        private void read(Bytes json, Instant time) {
            JsonNode identity;
            try {
                identity = JSON.readTree(json.toArray()).path("userIdentity");
            } catch (IOException e) {
                throw new UncheckedIOException("the gateway wrote this event", e);
            }
            String key = identity.path("accessKeyId").asText();
            if (!key.isEmpty()) {
                byKey.putIfAbsent(key, time);
            }
            String role = identity.path("sessionContext")
                    .path("sessionIssuer")
                    .path("arn")
                    .asText();
            if (!role.isEmpty()) {
                byRole.putIfAbsent(role, time);
            }
        }
    }
}
