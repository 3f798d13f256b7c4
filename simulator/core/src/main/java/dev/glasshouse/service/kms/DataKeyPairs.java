package dev.glasshouse.service.kms;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.kms.GenerateDataKeyPairRequest;
import dev.glasshouse.api.kms.GenerateDataKeyPairResponse;
import dev.glasshouse.api.kms.GenerateDataKeyPairWithoutPlaintextRequest;
import dev.glasshouse.api.kms.GenerateDataKeyPairWithoutPlaintextResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import dev.glasshouse.call.StagedOperation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.hsm.KeyPairs;
import dev.glasshouse.crypto.hsm.KeySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Data key pairs. They are made without the lock, as an RSA pair takes seconds. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/data-key-pairs.html">Generate data key pairs</a>.
 */
final class DataKeyPairs {

    private final KeyFactory factory;
    private final Ciphertexts ciphertexts;
    private final Tokens tokens;

    DataKeyPairs(KeyFactory factory, Tokens tokens) {
        this.factory = factory;
        this.ciphertexts = new Ciphertexts(factory);
        this.tokens = tokens;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                new Generate<GenerateDataKeyPairRequest, GenerateDataKeyPairResponse>(
                        "GenerateDataKeyPair",
                        in -> {
                            Recipients.refuse(in.recipient());
                            return new Wanted(
                                    in.keyId(),
                                    in.keyPairSpec(),
                                    in.encryptionContext(),
                                    in.grantTokens(),
                                    in.dryRun());
                        },
                        made -> GenerateDataKeyPairResponse.builder()
                                .privateKeyCiphertextBlob(made.blob())
                                .privateKeyPlaintext(made.pair().privateKey())
                                .publicKey(made.pair().publicKey())
                                .keyId(made.key().arn())
                                .keyPairSpec(made.spec())
                                .keyMaterialId(KeyFactory.materialId(made.row()))
                                .build()),
                new Generate<GenerateDataKeyPairWithoutPlaintextRequest, GenerateDataKeyPairWithoutPlaintextResponse>(
                        "GenerateDataKeyPairWithoutPlaintext",
                        in -> new Wanted(
                                in.keyId(), in.keyPairSpec(), in.encryptionContext(), in.grantTokens(), in.dryRun()),
                        made -> GenerateDataKeyPairWithoutPlaintextResponse.builder()
                                .privateKeyCiphertextBlob(made.blob())
                                .publicKey(made.pair().publicKey())
                                .keyId(made.key().arn())
                                .keyPairSpec(made.spec())
                                .keyMaterialId(KeyFactory.materialId(made.row()))
                                .build()));
    }

    /** What both operations ask for. */
    private record Wanted(
            String keyId,
            String spec,
            @Nullable Map<String, String> context,
            @Nullable List<String> grantTokens,
            @Nullable Boolean dryRun) {}

    /** What both answer with. */
    private record Made(Keys.Named key, KeyRow row, String spec, KeyPairs.Pair pair, Bytes blob) {}

    private final class Generate<I extends ApiRecord, O extends ApiRecord>
            implements StagedOperation<I, O, Optional<KeyPairs.Pair>> {

        private final String name;
        private final Function<I, Wanted> wanted;
        private final Function<Made, O> answer;

        Generate(String name, Function<I, Wanted> wanted, Function<Made, O> answer) {
            this.name = name;
            this.wanted = wanted;
            this.answer = answer;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public OperationFacts facts() {
            return EncryptOperations.READ_ONLY;
        }

        @Override
        public AuthorizationPlan plan(I input, Call call) {
            Wanted in = wanted.apply(input);
            AuthorizationRequest asked =
                    KmsPlans.encrypting(call, name, Keys.named(call, in.keyId()), null, in.context());
            return AuthorizationPlan.of(asked.withKeys(asked.keys().toBuilder()
                    .put("kms:DataKeyPairSpec", in.spec())
                    .build()));
        }

        private KeyRow usable(Call call, Keys.Named key, KeyRow row) {
            return Uses.requireSymmetric(key, Checks.usable(call, key, row), name);
        }

        @Override
        public Optional<KeyPairs.Pair> prepare(I input, Call call) {
            Wanted in = wanted.apply(input);
            Checks.grantTokens(call, tokens, in.grantTokens());
            Keys.Named key = Keys.named(call, in.keyId());
            if (key.row() != null) {
                usable(call, key, key.row());
            }
            return Boolean.TRUE.equals(in.dryRun())
                    ? Optional.empty()
                    : Optional.of(factory.hsm().newDataKeyPair(KeySpec.valueOf(in.spec())));
        }

        @Override
        public O commit(I input, Optional<KeyPairs.Pair> prepared, WriteCall call) {
            Wanted in = wanted.apply(input);
            Keys.Named key = Keys.named(call, in.keyId());
            KeyRow row = usable(call, key, ManagedKeys.made(call, factory, key));
            Checks.dryRun(in.dryRun());
            KeyPairs.Pair pair = prepared.orElseThrow();
            Bytes blob = ciphertexts.seal(call, key, row, pair.privateKey().toArray(), Uses.context(in.context()));
            return answer.apply(new Made(key, row, in.spec(), pair, blob));
        }
    }
}
