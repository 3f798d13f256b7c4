package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.DueWork;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.KeyNames;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Rotator;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.ServiceEvents;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.TimerHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** AWS Secrets Manager. */
public final class SecretsManagerService implements Service {

    private final Rotations rotations;
    private final KeyNames keys;
    private final PolicyOperations policies;
    private final LifecycleOperations lifecycle;

    /**
     * Secrets Manager with the rotator of access keys.
     *
     * @param identities who may be named in resource policies
     * @param events where it tells what it did by itself
     * @param keys which keys names mean
     * @param rotators who else rotates secrets
     */
    public SecretsManagerService(Identities identities, ServiceEvents events, KeyNames keys, List<Rotator> rotators) {
        List<Rotator> all = new ArrayList<>(List.of(new AccessKeyRotator()));
        all.addAll(rotators);
        this.keys = keys;
        this.rotations = new Rotations(all, events);
        this.policies = new PolicyOperations(identities);
        this.lifecycle = new LifecycleOperations(events);
    }

    /** The port to its secrets as they are shared. */
    public SharedResources shared() {
        return new SharedSecrets();
    }

    @Override
    public String name() {
        return "secretsmanager";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(Secrets.TABLE);
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>();
        all.add(new CreateSecret(keys).operation());
        all.addAll(new ValueOperations(keys).all());
        all.add(BatchGetSecretValue.operation());
        all.addAll(lifecycle.all());
        all.addAll(DescribeOperations.all());
        all.addAll(StageOperations.all());
        all.addAll(policies.all());
        all.addAll(TagOperations.all());
        all.addAll(ReplicationOperations.all());
        all.addAll(new RotationOperations(rotations).all());
        all.add(GetRandomPassword.operation());
        return all;
    }

    @Override
    public Map<String, TimerHandler> timers() {
        return Map.of(LifecycleOperations.DELETE, lifecycle::expire);
    }

    @Override
    public Map<String, DueWork> dueWork() {
        return Map.of(RotationClock.ROTATE, rotations::rotate, Rotations.STEP, rotations::step);
    }

    @Override
    public AuthorizationRequest guard(AuthorizationRequest asked, Call call) {
        return asked.resource().startsWith("arn:")
                ? SecretPlans.secret(
                        asked.action().substring("secretsmanager:".length()),
                        Secrets.named(call, asked.resource()),
                        ContextKeys.EMPTY)
                : asked;
    }

    @Override
    public List<String> resources(StateReader state, String account) {
        return state.scopes(Secrets.TABLE).stream()
                .filter(scope -> scope.account().equals(account))
                .flatMap(scope -> state.rows(Secrets.TABLE, scope).values().stream()
                        .map(secret -> Secrets.arn(account, scope.region(), secret)))
                .toList();
    }

    @Override
    public TrailShape trail() {
        return new SecretsTrail();
    }
}
