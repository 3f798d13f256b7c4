package dev.glasshouse.service.kms;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keys as resources that key policies and grants share; a grant stands as the policy that it comes down to. */
final class SharedKeys implements SharedResources {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public List<SharedResource> shared(StateReader state) {
        List<SharedResource> all = new ArrayList<>();
        for (Scope scope : state.scopes(Keys.TABLE)) {
            for (KeyRow key : state.rows(Keys.TABLE, scope).values()) {
                if (key.managedBy().equals("CUSTOMER")) {
                    List<Way> ways = new ArrayList<>();
                    ways.add(new Way("POLICY", null, key.policy(), PolicyType.KEY, false));
                    state.rows(Grants.TABLE, scope).values().stream()
                            .filter(grant -> grant.keyId().equals(key.id()))
                            .filter(grant -> grant.grantee().startsWith("arn:"))
                            .forEach(grant -> ways.add(new Way("POLICY", null, policy(grant), PolicyType.KEY, false)));
                    all.add(new SharedResource(
                            Keys.arn(scope.account(), scope.region(), key.id()),
                            "AWS::KMS::Key",
                            scope.account(),
                            scope.region(),
                            ways));
                }
            }
        }
        return all;
    }

    private static String policy(GrantRow grant) {
        ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17");
        ObjectNode statement = policy.putObject("Statement").put("Effect", "Allow");
        statement.putObject("Principal").put("AWS", grant.grantee());
        grant.operations().forEach(operation -> statement.withArray("Action").add("kms:" + operation));
        statement.put("Resource", "*");
        Map<String, String> context = grant.equalContext() == null ? grant.partOfContext() : grant.equalContext();
        if (context != null && !context.isEmpty()) {
            ObjectNode equal = statement.putObject("Condition").putObject("StringEquals");
            context.forEach((key, value) -> equal.put("kms:EncryptionContext:" + key, value));
        }
        if (grant.sourceArn() != null) {
            statement.withObject("Condition").putObject("ArnEquals").put("aws:SourceArn", grant.sourceArn());
        }
        return policy.toString();
    }
}
