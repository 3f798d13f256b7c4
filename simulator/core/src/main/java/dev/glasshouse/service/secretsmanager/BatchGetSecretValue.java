package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.secretsmanager.APIErrorType;
import dev.glasshouse.api.secretsmanager.BatchGetSecretValueRequest;
import dev.glasshouse.api.secretsmanager.BatchGetSecretValueResponse;
import dev.glasshouse.api.secretsmanager.GetSecretValueRequest;
import dev.glasshouse.api.secretsmanager.GetSecretValueResponse;
import dev.glasshouse.api.secretsmanager.SecretValueEntry;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the values of many secrets: each is a {@code GetSecretValue} of the caller, authorised and recorded as such, whose
 * error is told beside the values of the others.
 */
final class BatchGetSecretValue {

    private static final int MOST = 20;

    private BatchGetSecretValue() {}

    static Operation<?, ?> operation() {
        return write("BatchGetSecretValue", BatchGetSecretValue::plan, BatchGetSecretValue::get);
    }

    private static AuthorizationPlan plan(BatchGetSecretValueRequest in, Call call) {
        List<AuthorizationRequest> asked = new ArrayList<>(List.of(SecretPlans.account(call, "BatchGetSecretValue")));
        if (in.filters() != null && !in.filters().isEmpty()) {
            asked.add(SecretPlans.account(call, "ListSecrets"));
        }
        return new AuthorizationPlan(asked);
    }

    private static BatchGetSecretValueResponse get(BatchGetSecretValueRequest in, WriteCall call) {
        boolean filtered = in.filters() != null && !in.filters().isEmpty();
        boolean listed = in.secretIdList() != null && !in.secretIdList().isEmpty();
        if (filtered == listed) {
            throw SecretsErrors.invalidParameter(
                    listed
                            ? "Either 'SecretIdList' or 'Filters' must be provided, but not both."
                            : "You must provide either 'SecretIdList' or 'Filters'.");
        }
        if (listed && in.maxResults() != null) {
            throw SecretsErrors.invalidParameter(
                    "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.");
        }
        String nextToken = null;
        List<String> ids = new ArrayList<>();
        if (in.secretIdList() != null && listed) {
            ids.addAll(in.secretIdList());
        } else {
            SecretListing.Page page = SecretListing.of(
                    call,
                    "BatchGetSecretValue",
                    new SecretListing.Wanted(
                            in.filters(),
                            null,
                            null,
                            false,
                            in.maxResults() == null ? MOST : in.maxResults(),
                            in.nextToken()));
            page.rows().forEach(row -> ids.add(Secrets.arn(call.caller().account(), call.region(), row)));
            nextToken = page.nextToken();
        }
        List<SecretValueEntry> values = new ArrayList<>();
        List<APIErrorType> errors = new ArrayList<>();
        for (String id : ids) {
            try {
                GetSecretValueResponse got = call.services()
                        .asCaller()
                        .call(
                                "secretsmanager",
                                "GetSecretValue",
                                GetSecretValueRequest.builder().secretId(id).build(),
                                GetSecretValueResponse.class);
                values.add(entry(got));
            } catch (ServiceException e) {
                if (e.error().httpStatus() >= 500) {
                    throw e;
                }
                errors.add(new APIErrorType(id, e.code(), e.error().message()));
            }
        }
        return BatchGetSecretValueResponse.builder()
                .secretValues(values)
                .nextToken(nextToken)
                .errors(errors)
                .build();
    }

    private static SecretValueEntry entry(GetSecretValueResponse got) {
        return SecretValueEntry.builder()
                .arn(got.arn())
                .name(got.name())
                .versionId(got.versionId())
                .secretBinary(got.secretBinary())
                .secretString(got.secretString())
                .versionStages(got.versionStages())
                .createdDate(got.createdDate())
                .build();
    }
}
