package dev.glasshouse.service.kms;

import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.GetParametersForImportRequest;
import dev.glasshouse.api.kms.GetParametersForImportResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.crypto.hsm.KeySpec;
import dev.glasshouse.policy.ContextKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Makes a wrapping key for an import. Its private half goes out inside the import token, sealed, and comes back with it.
 * See <a href="https://docs.aws.amazon.com/kms/latest/APIReference/API_GetParametersForImport.html">
 * GetParametersForImport</a>.
 */
final class GetParametersForImport
        implements StagedOperation<GetParametersForImportRequest, GetParametersForImportResponse, Hsm.Key> {

    private static final Duration VALID = Duration.ofHours(24);

    private final Hsm hsm;
    private final Tokens tokens;

    GetParametersForImport(Hsm hsm, Tokens tokens) {
        this.hsm = hsm;
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "GetParametersForImport";
    }

    @Override
    public AuthorizationPlan plan(GetParametersForImportRequest in, Call call) {
        return KmsPlans.ask(
                call,
                name(),
                Keys.named(call, in.keyId()),
                ContextKeys.builder()
                        .put("kms:WrappingAlgorithm", in.wrappingAlgorithm())
                        .put("kms:WrappingKeySpec", in.wrappingKeySpec())
                        .build());
    }

    private static Keys.Named require(GetParametersForImportRequest in, Call call) {
        Keys.Named key = Keys.named(call, in.keyId());
        Imports.requireWrapping(Imports.require(key), in.wrappingAlgorithm(), in.wrappingKeySpec());
        return key;
    }

    @Override
    public Hsm.Key prepare(GetParametersForImportRequest in, Call call) {
        Keys.Named key = require(in, call);
        return hsm.newKey(KeySpec.valueOf(in.wrappingKeySpec()), ImportToken.wrappingName(key));
    }

    @Override
    public GetParametersForImportResponse commit(GetParametersForImportRequest in, Hsm.Key prepared, WriteCall call) {
        Keys.Named key = require(in, call);
        Instant validTo = call.now().plus(VALID);
        ImportToken token = new ImportToken(key.arn(), in.wrappingAlgorithm(), validTo, prepared.wrapped());
        return GetParametersForImportResponse.builder()
                .keyId(key.arn())
                .importToken(Bytes.wrap(tokens.seal(token.encode())))
                .publicKey(Objects.requireNonNull(prepared.publicKey()))
                .parametersValidTo(validTo)
                .build();
    }
}
