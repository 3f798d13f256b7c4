package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.call.Proposal;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Secrets as resources that their policies share. */
final class SharedSecrets implements SharedResources {

    @Override
    public List<SharedResource> shared(StateReader state) {
        List<SharedResource> all = new ArrayList<>();
        for (Scope scope : state.scopes(Secrets.TABLE)) {
            for (SecretRow secret : state.rows(Secrets.TABLE, scope).values()) {
                String policy = secret.details().policy();
                all.add(shared(
                        Secrets.arn(scope.account(), scope.region(), secret),
                        scope.account(),
                        scope.region(),
                        policy == null ? "" : policy));
            }
        }
        return all;
    }

    private static SharedResource shared(String arn, String account, String region, String policy) {
        return new SharedResource(
                arn,
                "AWS::SecretsManager::Secret",
                account,
                region,
                policy.isEmpty() ? List.of() : List.of(new Way("POLICY", null, policy, PolicyType.RESOURCE, false)));
    }

    @Override
    public Optional<SharedResource> proposed(StateReader state, Proposal proposal) {
        if (!(proposal instanceof Proposal.Secret secret)) {
            return Optional.empty();
        }
        String policy = secret.policy();
        SharedResource made = shared(secret.arn(), secret.account(), secret.region(), policy == null ? "" : policy);
        return policy != null
                ? Optional.of(made)
                : Optional.of(shared(state).stream()
                        .filter(one -> one.arn().equals(secret.arn()))
                        .findFirst()
                        .orElse(made));
    }
}
