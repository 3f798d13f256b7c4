package dev.glasshouse.call;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.kms.CreateGrantRequest;
import dev.glasshouse.api.kms.CreateGrantResponse;
import dev.glasshouse.api.kms.DescribeKeyRequest;
import dev.glasshouse.api.kms.DescribeKeyResponse;
import dev.glasshouse.api.kms.GrantConstraints;
import dev.glasshouse.api.kms.KeyMetadata;
import dev.glasshouse.api.kms.RetireGrantRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The grants by which an AWS service goes on using a customer's key for a resource when the customer does not call: it
 * makes one on behalf of who makes the resource, uses the key as itself, and retires the grant with the resource. See <a
 * href="https://docs.aws.amazon.com/kms/latest/developerguide/grants.html">Grants in AWS KMS</a>.
 */
public final class KeyGrants {

    private final String principal;

    /**
     * The grants of a service.
     *
     * @param principal the service principal: {@code rds.amazonaws.com}
     */
    public KeyGrants(String principal) {
        this.principal = principal;
    }

    /**
     * What a service wants of a key.
     *
     * @param keyId a key id, key ARN, alias name or alias ARN, as the customer gave it
     * @param operations what the grant allows, such as {@code Decrypt}
     * @param context what the encryption context must hold; empty where that is free
     */
    public record Wanted(String keyId, List<String> operations, Map<String, String> context) {
        public Wanted {
            operations = List.copyOf(operations);
            context = Map.copyOf(context);
        }
    }

    /** A grant that was made, as the service keeps it with its resource. */
    public record Made(String keyArn, String grantId) {}

    /**
     * Makes a grant on behalf of the caller, who must be allowed {@code kms:DescribeKey} and {@code kms:CreateGrant}
     * through the service. The grant counts only for the resource.
     *
     * @throws ServiceException if KMS refuses
     */
    public Made make(ServiceCalls calls, CallSource resource, Wanted wanted) {
        KeyMetadata key = Objects.requireNonNull(calls.onBehalf(
                        principal,
                        resource.account(),
                        "kms",
                        "DescribeKey",
                        DescribeKeyRequest.builder().keyId(wanted.keyId()).build(),
                        DescribeKeyResponse.class)
                .keyMetadata());
        String arn = Objects.requireNonNull(key.arn());
        Map<String, String> part = wanted.context().isEmpty() ? null : wanted.context();
        CreateGrantResponse made = calls.onBehalf(
                principal,
                resource.account(),
                "kms",
                "CreateGrant",
                CreateGrantRequest.builder()
                        .keyId(arn)
                        .granteeServicePrincipal(principal)
                        .retiringServicePrincipal(principal)
                        .operations(wanted.operations())
                        .constraints(constraints(part, resource))
                        .build(),
                CreateGrantResponse.class);
        return new Made(arn, Objects.requireNonNull(made.grantId()));
    }

    private static GrantConstraints constraints(@Nullable Map<String, String> part, CallSource resource) {
        return new GrantConstraints(part, null, resource.arn());
    }

    /**
     * Uses a key as the service itself, for the resource that a grant was made for.
     *
     * @throws ServiceException if KMS refuses, as when the grant has been revoked
     */
    public <O extends ApiRecord> O use(
            ServiceCalls calls, CallSource resource, String operation, ApiRecord input, Class<O> output) {
        return calls.asService(principal, resource, "kms", operation, input, output);
    }

    /**
     * Retires a grant as the service itself.
     *
     * @throws ServiceException if it is gone already
     */
    public void retire(ServiceCalls calls, CallSource resource, Made grant) {
        calls.asService(
                principal,
                resource,
                "kms",
                "RetireGrant",
                RetireGrantRequest.builder()
                        .keyId(grant.keyArn())
                        .grantId(grant.grantId())
                        .build(),
                ApiRecord.class);
    }
}
