package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.secretsmanager.DeleteSecretRequest;
import dev.glasshouse.api.secretsmanager.DeleteSecretResponse;
import dev.glasshouse.api.secretsmanager.RestoreSecretRequest;
import dev.glasshouse.api.secretsmanager.RestoreSecretResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceEvents;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Timer;
import dev.glasshouse.sandbox.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes secrets, at once or at the end of a recovery window, and restores them until then. See
 * <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html">Delete an AWS Secrets
 * Manager secret</a>.
 */
final class LifecycleOperations {

    static final String DELETE = "secretsmanager.delete";

    private static final long USUAL_WINDOW = 30;

    private final ServiceEvents events;

    LifecycleOperations(ServiceEvents events) {
        this.events = events;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                write("DeleteSecret", LifecycleOperations::planDelete, this::delete),
                write(
                        "RestoreSecret",
                        (RestoreSecretRequest in, Call call) -> SecretPlans.ask(call, "RestoreSecret", in.secretId()),
                        this::restore));
    }

    private static AuthorizationPlan planDelete(DeleteSecretRequest in, Call call) {
        ContextKeys.Builder keys = ContextKeys.builder();
        boolean force = Boolean.TRUE.equals(in.forceDeleteWithoutRecovery());
        keys.put("secretsmanager:ForceDeleteWithoutRecovery", force);
        if (!force) {
            long days = in.recoveryWindowInDays() == null ? USUAL_WINDOW : in.recoveryWindowInDays();
            keys.put("secretsmanager:RecoveryWindowInDays", Long.toString(days));
        }
        return SecretPlans.ask("DeleteSecret", Secrets.named(call, in.secretId()), keys.build());
    }

    private DeleteSecretResponse delete(DeleteSecretRequest in, WriteCall call) {
        Long days = in.recoveryWindowInDays();
        boolean force = Boolean.TRUE.equals(in.forceDeleteWithoutRecovery());
        if (force && days != null) {
            throw SecretsErrors.invalidParameter(
                    "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }
        if (days != null && (days < 7 || days > 30)) {
            throw SecretsErrors.invalidParameter(
                    "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }
        Secrets.Named named = Secrets.named(call, in.secretId());
        if (named.row() == null && force) {
            return missing(call, named);
        }
        SecretRow row = named.found();
        requireAlone(named, row);
        if (!force && row.deleted()) {
            throw SecretsErrors.markedForDeletion();
        }
        Instant at = force ? call.now() : call.now().plus(Duration.ofDays(days == null ? USUAL_WINDOW : days));
        if (!row.deleted()) {
            tell(call.sandbox(), call.now(), named.scope(), row, "StartSecretVersionDelete");
        }
        if (force) {
            call.tx().remove(Secrets.TABLE, named.scope(), row.name());
            tell(call.sandbox(), call.now(), named.scope(), row, "EndSecretVersionDelete");
        } else {
            Secrets.put(call, named, row.withDeletion(at, call.now()));
            call.tx().schedule(new Timer(at, DELETE, named.account(), named.region(), row.name()));
        }
        return DeleteSecretResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .deletionDate(at)
                .build();
    }

    /** A forced deletion of what is not there is answered as if it were. */
    private static DeleteSecretResponse missing(WriteCall call, Secrets.Named named) {
        boolean isArn = named.given().startsWith("arn:");
        String name = isArn ? named.given().split(":", 7)[6] : named.given();
        String arn = isArn
                ? named.given()
                : Secrets.arn(named.account(), named.region(), name + "-" + Secrets.suffix(call.ids(), name));
        return DeleteSecretResponse.builder()
                .arn(arn)
                .name(name)
                .deletionDate(call.now())
                .build();
    }

    private static void requireAlone(Secrets.Named named, SecretRow row) {
        if (Replicas.isReplica(named, row)) {
            throw SecretsErrors.invalidRequest(
                    "Operation not permitted on a replica secret. Call must be made in primary secret's region.");
        }
        if (row.replication() != null && !row.replication().replicas().isEmpty()) {
            throw SecretsErrors.invalidRequest("You can't delete secret " + row.name()
                    + " that still has replica regions "
                    + List.copyOf(row.replication().replicas().keySet()) + ".");
        }
    }

    private RestoreSecretResponse restore(RestoreSecretRequest in, WriteCall call) {
        Secrets.Named named = Secrets.named(call, in.secretId());
        SecretRow row = named.found();
        if (row.deleted()) {
            tell(call.sandbox(), call.now(), named.scope(), row, "CancelSecretVersionDelete");
            SecretRow restored = row.withDeletion(null, call.now());
            Secrets.put(call, named, restored);
            // a rotation that came due meanwhile was left out
            Secrets.put(call, named, RotationClock.afterRestore(call, named, restored));
        }
        return RestoreSecretResponse.builder()
                .arn(Secrets.arn(named.account(), named.region(), row))
                .name(row.name())
                .build();
    }

    /** Removes a secret at the end of its recovery window; one that was restored meanwhile stays. */
    void expire(Sandbox sandbox, Transaction tx, Timer timer) {
        Scope scope = Scope.region(timer.account(), timer.region());
        tx.get(Secrets.TABLE, scope, timer.subject())
                .filter(row -> timer.due().equals(row.moments().deletion()))
                .ifPresent(row -> {
                    tx.remove(Secrets.TABLE, scope, row.name());
                    tell(sandbox, tx.now(), scope, row, "EndSecretVersionDelete");
                });
    }

    private void tell(Sandbox sandbox, Instant now, Scope scope, SecretRow row, String what) {
        Map<String, String> additional = new LinkedHashMap<>();
        additional.put("Name", row.name());
        additional.put("ARN", Secrets.arn(scope.account(), scope.region(), row));
        events.record(
                sandbox,
                now,
                new ServiceEvents.Happening(
                        SecretVault.PRINCIPAL, what, scope.account(), scope.region(), additional, null));
    }
}
