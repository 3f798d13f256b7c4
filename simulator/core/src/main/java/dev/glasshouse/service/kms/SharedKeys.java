package dev.glasshouse.service.kms;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.call.Proposal;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Keys as resources that key policies and grants share; a grant stands as the policy that it comes down to. */
final class SharedKeys implements SharedResources {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GRANT = "GRANT";

    @Override
    public List<SharedResource> shared(StateReader state) {
        List<SharedResource> all = new ArrayList<>();
        for (Scope scope : state.scopes(Keys.TABLE)) {
            for (KeyRow key : state.rows(Keys.TABLE, scope).values()) {
                if (key.managedBy().equals("CUSTOMER")) {
                    List<Way> ways = new ArrayList<>();
                    ways.add(policy(key.policy()));
                    state.rows(Grants.TABLE, scope).values().stream()
                            .filter(grant -> grant.keyId().equals(key.id()))
                            .filter(grant -> grant.grantee().startsWith("arn:"))
                            .forEach(grant -> ways.add(grant(kept(grant))));
                    all.add(shared(
                            Keys.arn(scope.account(), scope.region(), key.id()),
                            scope.account(),
                            scope.region(),
                            ways));
                }
            }
        }
        return all;
    }

    private static SharedResource shared(String arn, String account, String region, List<Way> ways) {
        return new SharedResource(arn, "AWS::KMS::Key", account, region, ways);
    }

    private static Way policy(String policy) {
        return new Way("POLICY", null, policy, PolicyType.KEY, false);
    }

    @Override
    public Optional<SharedResource> proposed(StateReader state, Proposal proposal) {
        if (!(proposal instanceof Proposal.Key key)) {
            return Optional.empty();
        }
        List<Way> known = shared(state).stream()
                .filter(one -> one.arn().equals(key.arn()))
                .findFirst()
                .map(SharedResource::ways)
                .orElse(List.of());
        List<Way> ways = new ArrayList<>();
        String policy = key.policy();
        if (policy != null) {
            ways.add(policy(policy));
        }
        List<Proposal.KeyGrant> grants = key.grants();
        if (grants != null) {
            grants.forEach(grant -> ways.add(grant(grant)));
        }
        // a new key has the policy by which its own account alone may use it
        known.stream()
                .filter(way -> way.source().equals(GRANT) ? grants == null : policy == null)
                .forEach(ways::add);
        return Optional.of(shared(key.arn(), key.account(), key.region(), ways));
    }

    private static Proposal.KeyGrant kept(GrantRow grant) {
        Map<String, String> context = grant.equalContext() == null ? grant.partOfContext() : grant.equalContext();
        return new Proposal.KeyGrant(
                grant.grantee(), grant.operations(), context == null ? Map.of() : context, grant.sourceArn());
    }

    private static Way grant(Proposal.KeyGrant grant) {
        ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17");
        ObjectNode statement = policy.putObject("Statement").put("Effect", "Allow");
        statement.putObject("Principal").put("AWS", grant.grantee());
        grant.operations().forEach(operation -> statement.withArray("Action").add("kms:" + operation));
        statement.put("Resource", "*");
        if (!grant.context().isEmpty()) {
            ObjectNode equal = statement.putObject("Condition").putObject("StringEquals");
            new TreeMap<>(grant.context()).forEach((key, value) -> equal.put("kms:EncryptionContext:" + key, value));
        }
        if (grant.sourceArn() != null) {
            statement.withObject("Condition").putObject("ArnEquals").put("aws:SourceArn", grant.sourceArn());
        }
        return new Way(GRANT, null, policy.toString(), PolicyType.KEY, false);
    }
}
