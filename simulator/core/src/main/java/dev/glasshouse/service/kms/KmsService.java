package dev.glasshouse.service.kms;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.crypto.hsm.Hsm;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.TimerHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** AWS Key Management Service. */
public final class KmsService implements Service {

    private final KeyFactory factory = new KeyFactory(new Hsm());
    private final Rotations rotations = new Rotations(factory);
    private final KeyPolicies policies;

    /**
     * KMS with a module of its own.
     *
     * @param identities who may be named in key policies
     */
    public KmsService(Identities identities) {
        this.policies = new KeyPolicies(identities);
    }

    @Override
    public String name() {
        return "kms";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(Keys.TABLE, Keys.ALIASES);
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>();
        all.addAll(new KeyOperations(factory, rotations, policies).all());
        all.addAll(policies.all());
        all.addAll(AliasOperations.all());
        all.addAll(TagOperations.all());
        all.addAll(new RotationOperations(factory).all());
        all.addAll(new CryptoOperations(factory).all());
        return all;
    }

    @Override
    public Map<String, TimerHandler> timers() {
        return Map.of(Rotations.ROTATE, rotations::rotate, Rotations.DELETE, Rotations::delete);
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
        return KmsPlans.key(call, asked.action().substring("kms:".length()), Keys.named(call, name), ContextKeys.EMPTY);
    }

    @Override
    public TrailShape trail() {
        return new KmsTrail();
    }
}
