package dev.glasshouse.service.sts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.api.sts.AssumeRoleRequest;
import dev.glasshouse.api.sts.AssumeRoleWithSAMLRequest;
import dev.glasshouse.api.sts.AssumeRoleWithWebIdentityRequest;
import dev.glasshouse.api.sts.AssumeRootRequest;
import dev.glasshouse.call.TrailResource;
import dev.glasshouse.call.TrailShape;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** In the trail sessions of roles name the role as their resource; tokens and assertions are left out. */
final class StsTrail implements TrailShape {

    private final SamlIdentity.Reader assertions;

    StsTrail(SamlIdentity.Reader assertions) {
        this.assertions = assertions;
    }

    @Override
    public @Nullable ObjectNode requestParameters(Outcome outcome, @Nullable ObjectNode byModel) {
        if (byModel != null) {
            byModel.remove("webIdentityToken");
            byModel.remove("tokenCode");
            byModel.remove("sAMLAssertion");
            if (outcome.input() instanceof AssumeRoleWithSAMLRequest request) {
                saml(outcome, request)
                        .map(assertion -> assertion.getAttribute("ID"))
                        .filter(id -> !id.isEmpty())
                        .ifPresent(id -> byModel.put("sAMLAssertionID", id));
            }
            if (outcome.output() != null) {
                said(outcome, byModel);
            }
        }
        return byModel;
    }

    /** The assertion; one that is encrypted is opened only where the call succeeded. */
    private Optional<Element> saml(Outcome outcome, AssumeRoleWithSAMLRequest request) {
        // a request that was refused may have none
        if (outcome.output() != null) {
            return assertions.assertion(outcome.call(), request.principalArn(), request.samlAssertion());
        }
        return Optional.ofNullable(request.samlAssertion())
                .flatMap(SamlAssertions::parse)
                .filter(answer -> !answer.encrypted())
                .map(SamlAssertions.Answer::assertion);
    }

    /** What an identity provider asks for its user stands among the parameters. */
    private void said(Outcome outcome, ObjectNode parameters) {
        ProvedIdentity identity = null;
        if (outcome.input() instanceof AssumeRoleWithSAMLRequest request) {
            identity = saml(outcome, request)
                    .map(assertion -> SamlIdentity.said(request.principalArn(), assertion))
                    .orElse(null);
        } else if (outcome.input() instanceof AssumeRoleWithWebIdentityRequest request) {
            identity = WebIdentity.said(request.webIdentityToken());
        }
        if (identity == null) {
            return;
        }
        if (identity.sessionName() != null) {
            parameters.put("roleSessionName", identity.sessionName());
        }
        if (!identity.tags().asked().isEmpty()) {
            ObjectNode tags = parameters.putObject("principalTags");
            identity.tags().asked().forEach(tags::put);
        }
        if (!identity.tags().transitive().isEmpty()) {
            ArrayNode keys = parameters.putArray("transitiveTagKeys");
            identity.tags().transitive().forEach(keys::add);
        }
        if (identity.sourceIdentity() != null) {
            parameters.put("sourceIdentity", identity.sourceIdentity());
        }
    }

    /** How AWS trusts the provider's server (here always by its list of authorities), and whether that named the role. */
    @Override
    public @Nullable ObjectNode additionalEventData(Outcome outcome) {
        if (outcome.output() == null || !(outcome.input() instanceof AssumeRoleWithWebIdentityRequest request)) {
            return null;
        }
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        if (WebIdentity.said(request.webIdentityToken()).roleBound()) {
            data.put("RoleAuthorizedByIdp", true);
        }
        return data.put("identityProviderConnectionVerificationMethod", "IAMTrustStore");
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
