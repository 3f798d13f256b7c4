package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.kms.ConnectCustomKeyStoreRequest;
import dev.glasshouse.api.kms.CreateCustomKeyStoreRequest;
import dev.glasshouse.api.kms.CreateKeyRequest;
import dev.glasshouse.api.kms.DeleteCustomKeyStoreRequest;
import dev.glasshouse.api.kms.DescribeCustomKeyStoresRequest;
import dev.glasshouse.api.kms.DescribeCustomKeyStoresResponse;
import dev.glasshouse.api.kms.DisconnectCustomKeyStoreRequest;
import dev.glasshouse.api.kms.UpdateCustomKeyStoreRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Operations;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.policy.ContextKeys;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Custom key stores. A sandbox has neither a CloudHSM cluster nor a way out to an external key manager, so none can be
 * made, and KMS answers as it does where there is none. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/key-store-overview.html">Key stores</a>.
 */
final class CustomKeyStores {

    private CustomKeyStores() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read("DescribeCustomKeyStores", plan("DescribeCustomKeyStores"), CustomKeyStores::describe),
                refused("CreateCustomKeyStore", CustomKeyStores::create),
                refused(
                        "ConnectCustomKeyStore",
                        (ConnectCustomKeyStoreRequest in) -> KmsErrors.keyStoreNotFound(in.customKeyStoreId())),
                refused(
                        "DisconnectCustomKeyStore",
                        (DisconnectCustomKeyStoreRequest in) -> KmsErrors.keyStoreNotFound(in.customKeyStoreId())),
                refused(
                        "DeleteCustomKeyStore",
                        (DeleteCustomKeyStoreRequest in) -> KmsErrors.keyStoreNotFound(in.customKeyStoreId())),
                refused(
                        "UpdateCustomKeyStore",
                        (UpdateCustomKeyStoreRequest in) -> KmsErrors.keyStoreNotFound(in.customKeyStoreId())));
    }

    private static <I> Operations.Plan<I> plan(String operation) {
        return (in, call) -> AuthorizationPlan.of(KmsPlans.account(call, operation, "*", ContextKeys.EMPTY));
    }

    private static <I extends ApiRecord> Operation<I, ApiRecord> refused(
            String name, Function<I, ServiceException> error) {
        return Operations.change(name, CustomKeyStores.<I>plan(name), (in, call) -> {
            throw error.apply(in);
        });
    }

    private static DescribeCustomKeyStoresResponse describe(DescribeCustomKeyStoresRequest in, Call call) {
        String wanted = in.customKeyStoreId() == null ? in.customKeyStoreName() : in.customKeyStoreId();
        if (in.customKeyStoreId() != null && in.customKeyStoreName() != null) {
            throw KmsErrors.validation("You cannot specify both a custom key store ID and a custom key store name.");
        }
        if (wanted != null) {
            throw KmsErrors.keyStoreNotFound(wanted);
        }
        return DescribeCustomKeyStoresResponse.builder()
                .customKeyStores(List.of())
                .truncated(false)
                .build();
    }

    private static ServiceException create(CreateCustomKeyStoreRequest in) {
        boolean external = "EXTERNAL_KEY_STORE".equals(in.customKeyStoreType());
        if (external) {
            if (in.xksProxyConnectivity() == null
                    || in.xksProxyUriEndpoint() == null
                    || in.xksProxyUriPath() == null
                    || in.xksProxyAuthenticationCredential() == null) {
                return KmsErrors.validation("An external key store requires XksProxyConnectivity, XksProxyUriEndpoint,"
                        + " XksProxyUriPath and XksProxyAuthenticationCredential.");
            }
            return "VPC_ENDPOINT_SERVICE".equals(in.xksProxyConnectivity())
                    ? KmsErrors.of(
                            "XksProxyVpcEndpointServiceNotFoundException",
                            "The VPC endpoint service " + in.xksProxyVpcEndpointServiceName() + " was not found.")
                    : KmsErrors.of(
                            "XksProxyUriUnreachableException",
                            "The external key store proxy at " + in.xksProxyUriEndpoint() + " cannot be reached.");
        }
        if (in.cloudHsmClusterId() == null || in.keyStorePassword() == null || in.trustAnchorCertificate() == null) {
            return KmsErrors.validation("An AWS CloudHSM key store requires CloudHsmClusterId, KeyStorePassword and"
                    + " TrustAnchorCertificate.");
        }
        return KmsErrors.of(
                "CloudHsmClusterNotFoundException",
                "The AWS CloudHSM cluster " + in.cloudHsmClusterId() + " was not found.");
    }

    /** Refuses a key that would lie in a custom key store. */
    static void refuse(CreateKeyRequest in) {
        String origin = in.origin() == null ? "AWS_KMS" : in.origin();
        boolean custom = origin.equals("AWS_CLOUDHSM") || origin.equals("EXTERNAL_KEY_STORE");
        String store = in.customKeyStoreId();
        requireConsistent(in, custom, store);
        if (store != null) {
            throw KmsErrors.keyStoreNotFound(store);
        }
    }

    private static void requireConsistent(CreateKeyRequest in, boolean custom, @Nullable String store) {
        if (custom && store == null) {
            throw KmsErrors.validation("CustomKeyStoreId is required when the Origin is " + in.origin() + ".");
        }
        if (!custom && store != null && in.origin() != null) {
            throw KmsErrors.validation("CustomKeyStoreId cannot be used when the Origin is " + in.origin() + ".");
        }
        if (in.xksKeyId() != null && !"EXTERNAL_KEY_STORE".equals(in.origin())) {
            throw KmsErrors.validation("XksKeyId can be used only when the Origin is EXTERNAL_KEY_STORE.");
        }
    }
}
