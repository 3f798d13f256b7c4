package dev.glasshouse.service.sts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.sts.AssumeRoleRequest;
import dev.glasshouse.api.sts.AssumeRoleWithSAMLRequest;
import dev.glasshouse.api.sts.AssumeRoleWithWebIdentityRequest;
import dev.glasshouse.api.sts.AssumeRootRequest;
import dev.glasshouse.call.TrailResource;
import dev.glasshouse.call.TrailShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In the trail sessions of roles name the role as their resource; tokens and assertions are left out. */
final class StsTrail implements TrailShape {

    @Override
    public @Nullable ObjectNode requestParameters(Outcome outcome, @Nullable ObjectNode byModel) {
        if (byModel != null) {
            byModel.remove("webIdentityToken");
            byModel.remove("tokenCode");
            byModel.remove("sAMLAssertion");
            if (outcome.input() instanceof AssumeRoleWithSAMLRequest request) {
                String id = SamlAssertions.id(request.samlAssertion());
                if (id != null) {
                    byModel.put("sAMLAssertionID", id);
                }
            }
        }
        return byModel;
    }

    /** A token that is no good stands in the trail of the role's account, a session of root in the member's too. */
    @Override
    public List<String> recipients(Outcome outcome) {
        if (outcome.input() instanceof AssumeRootRequest request) {
            return outcome.output() == null ? List.of() : List.of(AssumeRoot.target(request));
        }
        String role = outcome.output() == null && outcome.call().caller().isAnonymous() ? role(outcome) : null;
        String[] fields = role == null ? new String[0] : role.split(":", 6);
        return fields.length == 6 ? List.of(fields[4]) : List.of();
    }

    @Override
    public List<TrailResource> resources(Outcome outcome) {
        String role = outcome.output() == null ? null : role(outcome);
        return role == null ? List.of() : List.of(new TrailResource(role, role.split(":", 6)[4], "AWS::IAM::Role"));
    }

    private static @Nullable String role(Outcome outcome) {
        if (outcome.input() instanceof AssumeRoleRequest request) {
            return request.roleArn();
        }
        if (outcome.input() instanceof AssumeRoleWithWebIdentityRequest request) {
            return request.roleArn();
        }
        return outcome.input() instanceof AssumeRoleWithSAMLRequest request ? request.roleArn() : null;
    }
}
