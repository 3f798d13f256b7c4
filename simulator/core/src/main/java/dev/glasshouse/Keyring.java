package dev.glasshouse;

import dev.glasshouse.call.Identities;
import dev.glasshouse.call.SetupPower;
import dev.glasshouse.call.Workload;
import dev.glasshouse.gateway.Services;
import dev.glasshouse.sandbox.Sandbox;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands out the keys of a sandbox's principals, as its owner may. */
final class Keyring {

    private static final long ROLE_SESSION_SECONDS = 3600;

    private final SetupPower power;
    private final Sandbox sandbox;
    private final Services services;

    Keyring(SetupPower power, Sandbox sandbox, Services services) {
        this.power = power;
        this.sandbox = sandbox;
        this.services = services;
    }

    /** A principal that can have keys: a user, a role, or root, whose name is null. */
    private record Holder(
            String arn,
            String account,
            boolean role,
            @Nullable String name) {

        static Holder parse(String arn) {
            String[] fields = arn.split(":", 6);
            boolean iam = fields.length == 6 && fields[2].equals("iam");
            boolean role = iam && fields[5].startsWith("role/");
            boolean root = iam && fields[5].equals("root");
            if (!role && !root && !(iam && fields[5].startsWith("user/"))) {
                throw new IllegalArgumentException("not the ARN of a user, role or root user: " + arn);
            }
            String name = root ? null : fields[5].substring(fields[5].lastIndexOf('/') + 1);
            return new Holder(arn, fields[4], role, name);
        }

        String user() {
            return String.valueOf(name);
        }
    }

    Credentials credentials(String principal) {
        Holder holder = Holder.parse(principal);
        if (holder.role()) {
            return session(principal, holder.account(), holder.user(), Workload.NONE);
        }
        String user = existing(holder);
        long handle = sandbox.write(tx -> services.provisioning().accessKey(power, tx, holder.account(), user));
        return longTerm(holder, handle);
    }

    Credentials credentials(String role, Workload workload) {
        Holder holder = Holder.parse(role);
        if (!holder.role()) {
            throw new IllegalArgumentException("not the ARN of a role: " + role);
        }
        return session(role, holder.account(), holder.user(), workload);
    }

    Optional<Credentials> held(String principal) {
        Holder holder = Holder.parse(principal);
        String user = existing(holder);
        return services.provisioning()
                .activeKey(sandbox.read().state(), holder.account(), user)
                .map(handle -> longTerm(holder, handle));
    }

    private Credentials longTerm(Holder holder, long handle) {
        String id = sandbox.accessKeyId("AKIA", holder.account(), handle);
        return new Credentials(holder.arn(), id, sandbox.secretAccessKey(id), null);
    }

    /** The name of a user that is there, as it was written when it was made; null for a root user that is. */
    private @Nullable String existing(Holder holder) {
        requireAccount(holder.account(), holder.arn());
        if (holder.name() == null) {
            return null;
        }
        return services.identities()
                .user(sandbox.read().state(), holder.account(), holder.user())
                .filter(found -> found.arn().equals(holder.arn()))
                .map(Identities.Entity::name)
                .orElseThrow(() -> new IllegalArgumentException("there is no principal " + holder.arn()));
    }

    private void requireAccount(String account, String principal) {
        if (!services.provisioning().accounts(sandbox.read().state()).contains(account)) {
            throw new IllegalArgumentException("there is no principal " + principal);
        }
    }

    private Credentials session(String principal, String account, String name, Workload workload) {
        requireAccount(account, principal);
        String sessionName = workload.arn().isEmpty() ? "glasshouse" : workload.sessionName();
        long handle = sandbox.write(tx -> {
            Identities.Role role = services.identities()
                    .role(tx, account, name)
                    .filter(found -> found.entity().arn().equals(principal))
                    .orElseThrow(() -> new IllegalArgumentException("there is no principal " + principal));
            return services.sessions().open(power, tx, role, sessionName, ROLE_SESSION_SECONDS, workload);
        });
        String id = sandbox.accessKeyId("ASIA", account, handle);
        String arn = "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + sessionName;
        return new Credentials(arn, id, sandbox.secretAccessKey(id), sandbox.sessionToken(id));
    }
}
