package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.api.accessanalyzer.Location;
import dev.glasshouse.api.accessanalyzer.PathElement;
import dev.glasshouse.api.accessanalyzer.Position;
import dev.glasshouse.api.accessanalyzer.Span;
import dev.glasshouse.api.accessanalyzer.ValidatePolicyFinding;
import dev.glasshouse.api.accessanalyzer.ValidatePolicyRequest;
import dev.glasshouse.api.accessanalyzer.ValidatePolicyResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Pages;
import dev.glasshouse.call.ReadOperation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.policy.check.Finding;
import dev.glasshouse.policy.check.PolicyChecks;
import dev.glasshouse.policy.check.PolicyChecks.PolicyUse;
import dev.glasshouse.policy.check.ResourceType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a policy. Findings are in English whatever the locale. See
 * <a href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicy.html">ValidatePolicy</a>.
 */
final class ValidatePolicy implements ReadOperation<ValidatePolicyRequest, ValidatePolicyResponse> {

    private static final int MOST = 100;

    @Override
    public String name() {
        return "ValidatePolicy";
    }

    @Override
    public AuthorizationPlan plan(ValidatePolicyRequest input, Call call) {
        return AuthorizationPlan.of(AuthorizationRequest.of(
                "access-analyzer:ValidatePolicy", "*", call.caller().account()));
    }

    @Override
    public ValidatePolicyResponse execute(ValidatePolicyRequest input, Call call) {
        PolicyUse use = PolicyUse.valueOf(input.policyType());
        String type = input.validatePolicyResourceType();
        if (type != null && use != PolicyUse.RESOURCE_POLICY) {
            throw invalid("The validatePolicyResourceType is only supported for the policy type RESOURCE_POLICY.");
        }
        int most = input.maxResults() == null ? MOST : input.maxResults();
        if (most < 1 || most > 1_000) {
            throw invalid("The value of maxResults is not valid.");
        }
        String parameters = use + "|" + type + "|" + input.policyDocument();
        int from = from(input.nextToken(), parameters, call);
        List<Finding> all = PolicyChecks.check(input.policyDocument(), use, ResourceType.of(type));
        int to = Math.min(all.size(), from + most);
        return ValidatePolicyResponse.builder()
                .findings(all.subList(Math.min(from, to), to).stream()
                        .map(ValidatePolicy::finding)
                        .toList())
                .nextToken(to < all.size() ? Pages.token(call, name(), parameters, Integer.toString(to)) : null)
                .build();
    }

    private int from(@Nullable String token, String parameters, Call call) {
        if (token == null) {
            return 0;
        }
        return Pages.read(call, name(), parameters, token)
                .map(Integer::parseInt)
                .orElseThrow(() -> invalid("The nextToken is not valid."));
    }

    private static ServiceException invalid(String text) {
        return ServiceException.of("ValidationException", 400, text).with("reason", "fieldValidationFailed");
    }

    private static ValidatePolicyFinding finding(Finding finding) {
        return ValidatePolicyFinding.builder()
                .findingDetails(finding.details())
                .findingType(finding.type().name())
                .issueCode(finding.code())
                .learnMoreLink(finding.learnMoreLink())
                .locations(
                        finding.places().stream().map(ValidatePolicy::location).toList())
                .build();
    }

    private static Location location(Finding.Place place) {
        return Location.builder()
                .path(place.path().stream()
                        .map(step -> new PathElement(step.index(), null, null, step.value()))
                        .toList())
                .span(Span.builder()
                        .start(position(place.start()))
                        .end(position(place.end()))
                        .build())
                .build();
    }

    private static Position position(Finding.Position at) {
        return Position.builder()
                .line(at.line())
                .column(at.column())
                .offset(at.offset())
                .build();
    }
}
