package dev.glasshouse.service.kms;

import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.kms.DeleteImportedKeyMaterialRequest;
import dev.glasshouse.api.kms.DeleteImportedKeyMaterialResponse;
import dev.glasshouse.api.kms.ImportKeyMaterialRequest;
import dev.glasshouse.api.kms.ImportKeyMaterialResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Imported key material. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html">Importing key material</a>.
 */
final class ImportOperations {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final Hsm hsm;
    private final Tokens tokens;

    ImportOperations(Hsm hsm, Tokens tokens) {
        this.hsm = hsm;
        this.tokens = tokens;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                new GetParametersForImport(hsm, tokens),
                write("ImportKeyMaterial", ImportOperations::plan, this::importMaterial),
                write(
                        "DeleteImportedKeyMaterial",
                        (DeleteImportedKeyMaterialRequest in, Call call) ->
                                KmsPlans.ask(call, "DeleteImportedKeyMaterial", in.keyId()),
                        ImportOperations::delete));
    }

    private static boolean expires(ImportKeyMaterialRequest in) {
        return in.expirationModel() == null || in.expirationModel().equals("KEY_MATERIAL_EXPIRES");
    }

    private static AuthorizationPlan plan(ImportKeyMaterialRequest in, Call call) {
        ContextKeys.Builder keys = ContextKeys.builder()
                .put("kms:ExpirationModel", expires(in) ? "KEY_MATERIAL_EXPIRES" : "KEY_MATERIAL_DOES_NOT_EXPIRE");
        if (in.validTo() != null) {
            keys.put("kms:ValidTo", in.validTo().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        return KmsPlans.ask(call, "ImportKeyMaterial", Keys.named(call, in.keyId()), keys.build());
    }

    private static void requireExpiry(ImportKeyMaterialRequest in, Instant now) {
        Instant validTo = in.validTo();
        if (expires(in) && validTo == null) {
            throw KmsErrors.validation("A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES");
        }
        if (!expires(in) && validTo != null) {
            throw KmsErrors.validation(
                    "A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE");
        }
        if (validTo != null && (!validTo.isAfter(now) || validTo.isAfter(now.plus(LONGEST)))) {
            throw KmsErrors.validation("The validTo date must be in the future and at most 365 days away");
        }
    }

    private ImportToken token(ImportKeyMaterialRequest in, Keys.Named key, Instant now) {
        ImportToken token = tokens.open(in.importToken().toArray())
                .map(ImportToken::decode)
                .filter(ours -> ours.keyArn().equals(key.arn()))
                .orElseThrow(KmsErrors::invalidImportToken);
        if (now.isAfter(token.validTo())) {
            throw KmsErrors.expiredImportToken();
        }
        return token;
    }

    private ImportKeyMaterialResponse importMaterial(ImportKeyMaterialRequest in, WriteCall call) {
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = Imports.require(key);
        requireExpiry(in, call.now());
        ImportToken token = token(in, key, call.now());
        byte[] material = hsm.unwrapImported(
                        token.wrappingKey(),
                        ImportToken.wrappingName(key),
                        token.algorithm(),
                        in.encryptedKeyMaterial().toArray())
                .orElseThrow(KmsErrors::invalidCiphertext);
        try {
            return take(in, call, key, row, material);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    private ImportKeyMaterialResponse take(
            ImportKeyMaterialRequest in, WriteCall call, Keys.Named key, KeyRow row, byte[] material) {
        String id = java.util.HexFormat.of()
                .formatHex(hsm.fingerprint(material, "import into " + key.account() + "/" + row.id())
                        .toArray());
        int known = row.numberOf(id);
        boolean isNew = in.importType() == null
                ? row.materials().isEmpty()
                : in.importType().equals("NEW_KEY_MATERIAL");
        if (isNew) {
            if (in.keyMaterialId() != null) {
                throw KmsErrors.validation("KeyMaterialId cannot be specified when ImportType is NEW_KEY_MATERIAL");
            }
            requireRoom(key, row, known, id);
        } else if (known < 0 && !waitsInPrimary(call, key, row, id)
                || in.keyMaterialId() != null && !in.keyMaterialId().equals(id)) {
            throw KmsErrors.incorrectMaterial();
        }
        int number = known < 0 ? row.materials().size() : known;
        Hsm.Key taken = hsm.importKey(row.keySpec(), material, KeyFactory.name(row.id(), number))
                .orElseThrow(KmsErrors::incorrectMaterial);
        KeyRow.Material before = known < 0 ? null : row.materials().get(known);
        KeyRow.Material after = new KeyRow.Material(
                id,
                taken.wrapped(),
                taken.publicKey(),
                before == null ? row.materials().isEmpty() ? call.now() : null : before.since(),
                before == null ? null : before.rotationType(),
                new KeyRow.Imported(in.validTo(), description(in, before)));
        KeyRow changed =
                Imports.settled(before == null ? row.withMaterial(after) : row.withMaterial(number, any -> after));
        Keys.put(call, key, changed);
        if (in.validTo() != null) {
            call.tx().schedule(new Timer(in.validTo(), Imports.EXPIRE, key.account(), key.region(), row.id()));
        }
        return new ImportKeyMaterialResponse(key.arn(), row.symmetric() ? after.id() : null);
    }

    /** Whether the primary key has this material and waits until its replicas have it, too. */
    private static boolean waitsInPrimary(Call call, Keys.Named key, KeyRow row, String id) {
        KeyRow.Regions regions = row.regions();
        return regions != null
                && Keys.get(call.state(), key.account(), regions.primary(), row.id())
                        .map(KeyRow::pending)
                        .filter(pending -> pending.id().equals(id))
                        .isPresent();
    }

    private static @Nullable String description(ImportKeyMaterialRequest in, KeyRow.@Nullable Material before) {
        if (in.keyMaterialDescription() != null) {
            return in.keyMaterialDescription();
        }
        return before == null || before.imported() == null
                ? null
                : before.imported().description();
    }

    /** Only symmetric keys take new material after the first, and one at a time. */
    private static void requireRoom(Keys.Named key, KeyRow row, int known, String id) {
        if (row.materials().isEmpty()) {
            return;
        }
        if (row.replicaIn(key.region())) {
            throw KmsErrors.unsupported(key.arn() + " is not a multi-region primary key.");
        }
        if (known >= 0 || !row.symmetric()) {
            throw KmsErrors.incorrectMaterial();
        }
        KeyRow.Material pending = row.pending();
        if (pending != null) {
            throw KmsErrors.state("New key material (id: " + id + ") cannot be imported into KMS key " + row.id()
                    + ", because another key material (id: " + pending.id() + ") is pending rotation.");
        }
    }

    private static KeyRow withoutMaterial(KeyRow row, @Nullable String id) {
        int number = row.numberOf(String.valueOf(id));
        return number < 0 ? row : Imports.without(row, number);
    }

    private static DeleteImportedKeyMaterialResponse delete(DeleteImportedKeyMaterialRequest in, WriteCall call) {
        Keys.Named key = Keys.named(call, in.keyId());
        KeyRow row = Imports.require(key);
        int number = in.keyMaterialId() == null ? row.currentNumber() : row.numberOf(in.keyMaterialId());
        if (number < 0 && in.keyMaterialId() != null) {
            throw KmsErrors.notFound("Key material " + in.keyMaterialId() + " does not exist");
        }
        String id = number < 0 ? null : row.materials().get(number).id();
        if (number >= 0 && row.materials().get(number).wrapped() != null) {
            KeyRow.Regions regions = row.regions();
            boolean waits = row.materials().get(number).since() == null;
            if (regions != null && waits && !row.replicaIn(key.region())) {
                MultiRegionOperations.everywhere(
                        call.tx(), key.account(), row.id(), regions, any -> withoutMaterial(any, id));
            } else {
                Keys.put(call, key, Imports.without(row, number));
            }
        }
        return new DeleteImportedKeyMaterialResponse(key.arn(), row.symmetric() ? id : null);
    }
}
