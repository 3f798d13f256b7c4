package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.call.SharedResources;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.List;

/** Secrets as resources that their policies share. */
final class SharedSecrets implements SharedResources {

    @Override
    public List<SharedResource> shared(StateReader state) {
        List<SharedResource> all = new ArrayList<>();
        for (Scope scope : state.scopes(Secrets.TABLE)) {
            for (SecretRow secret : state.rows(Secrets.TABLE, scope).values()) {
                String policy = secret.details().policy();
                all.add(new SharedResource(
                        Secrets.arn(scope.account(), scope.region(), secret),
                        "AWS::SecretsManager::Secret",
                        scope.account(),
                        scope.region(),
                        policy == null
                                ? List.of()
                                : List.of(new Way("POLICY", null, policy, PolicyType.RESOURCE, false))));
            }
        }
        return all;
    }
}
