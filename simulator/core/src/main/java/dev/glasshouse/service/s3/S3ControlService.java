package dev.glasshouse.service.s3;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.sandbox.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Amazon S3 Control: what an account has of S3 beside its buckets. Its rows are S3's, which keeps them. */
public final class S3ControlService implements Service {

    static final RequestFacts NO_FACTS = new RequestFacts("", Map.of(), Map.of(), null);

    private final Principals principals;

    /**
     * S3 Control.
     *
     * @param identities who may be named in the policies of access points
     * @param accounts whose canonical user ids may be
     */
    public S3ControlService(Identities identities, Provisioning accounts) {
        this.principals = new Principals(identities, new AclRequests(accounts));
    }

    /** Refuses callers without credentials, whom S3 Control never serves. */
    static void requireCredentials(Call call) {
        if (call.caller().isAnonymous()) {
            throw S3Errors.accessDenied();
        }
    }

    @Override
    public String name() {
        return "s3control";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of();
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>(AccountBlocks.all());
        all.addAll(new AccessPointOperations(principals).all());
        all.addAll(ResourceTags.all());
        return all;
    }

    @Override
    public TrailShape trail() {
        return new S3Trail(true);
    }
}
