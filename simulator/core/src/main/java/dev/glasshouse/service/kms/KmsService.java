package dev.glasshouse.service.kms;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.CiphertextReader;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.KeyNames;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.ServiceEvents;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.SetupPower;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.crypto.hsm.KeyPairs;
import dev.glasshouse.sandbox.Snapshot;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.TimerHandler;
import dev.glasshouse.sandbox.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** AWS Key Management Service. */
public final class KmsService implements Service, CiphertextReader, KeyNames {

    private final KeyFactory factory;
    private final KeyEvents events;
    private final Rotations rotations;
    private final KeyPolicies policies;
    private final Identities identities;
    private final Tokens tokens;

    /**
     * KMS with a module of its own.
     *
     * @param identities who may be named in key policies
     * @param pairs where key pairs come from
     * @param events where it says what it did by itself
     */
    public KmsService(Identities identities, KeyPairs pairs, ServiceEvents events) {
        this.factory = new KeyFactory(new Hsm(pairs));
        this.events = new KeyEvents(events);
        this.rotations = new Rotations(factory, this.events);
        this.tokens = new Tokens(factory.hsm(), "kms.grant-tokens");
        this.identities = identities;
        this.policies = new KeyPolicies(identities);
    }

    /** The port to its keys as they are shared. */
    public SharedResources shared() {
        return new SharedKeys();
    }

    @Override
    public String name() {
        return "kms";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(Keys.TABLE, Keys.ALIASES, Grants.TABLE);
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>();
        all.addAll(new KeyOperations(factory, rotations, policies, tokens).all());
        all.addAll(policies.all());
        all.addAll(AliasOperations.all());
        all.addAll(TagOperations.all());
        all.addAll(new RotationOperations(rotations).all());
        all.addAll(new EncryptOperations(factory, tokens).all());
        all.addAll(new DataKeyOperations(factory, tokens).all());
        all.addAll(new DataKeyPairs(factory, tokens).all());
        all.addAll(new SignOperations(factory.hsm(), tokens).all());
        all.addAll(new PublicKeyOperations(factory.hsm(), tokens).all());
        all.addAll(CustomKeyStores.all());
        all.addAll(new ImportOperations(factory.hsm(), new Tokens(factory.hsm(), "kms.import-tokens")).all());
        all.addAll(new MultiRegionOperations(policies, events).all());
        all.add(LastUsage.operation());
        all.add(new CreateGrant(identities, tokens).operation());
        all.addAll(GrantOperations.all());
        all.add(new RetireGrant(tokens).operation());
        return all;
    }

    @Override
    public Map<String, TimerHandler> timers() {
        return Map.of(
                Rotations.ROTATE,
                rotations::rotate,
                Deletions.DELETE,
                (sandbox, tx, timer) -> Deletions.delete(events, sandbox, tx, timer),
                Imports.EXPIRE,
                (sandbox, tx, timer) -> Imports.expire(events, sandbox, tx, timer));
    }

    @Override
    public AuthorizationRequest guard(AuthorizationRequest asked, Call call) {
        int key = asked.resource().indexOf(":key/");
        if (key < 0) {
            return asked;
        }
        boolean own = asked.resource()
                .startsWith("arn:aws:kms:" + call.region() + ":" + call.caller().account() + ":");
        String name = own ? asked.resource().substring(key + 5) : asked.resource();
        return KmsPlans.inquired(call, asked.action().substring("kms:".length()), Keys.named(call, name), asked.keys());
    }

    @Override
    public Optional<String> keyArn(Call call, String keyId) {
        try {
            Keys.Named named = Keys.named(call, keyId);
            return named.row() == null ? Optional.empty() : Optional.of(named.arn());
        } catch (ServiceException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Reading> read(SetupPower power, Snapshot snapshot, byte[] ciphertext) {
        return new Readings(factory.notes()).read(snapshot, ciphertext);
    }

    @Override
    public Optional<List<String>> take(SetupPower power, Transaction tx, String account, String arn, String document) {
        return KeyIntake.take(factory, tx, account, arn, document);
    }

    @Override
    public List<String> resources(StateReader state, String account) {
        return state.scopes(Keys.TABLE).stream()
                .filter(scope -> scope.account().equals(account))
                .flatMap(scope -> state.rows(Keys.TABLE, scope).values().stream()
                        .map(key -> Keys.arn(account, scope.region(), key.id())))
                .toList();
    }

    @Override
    public TrailShape trail() {
        return new KmsTrail(tokens);
    }
}
