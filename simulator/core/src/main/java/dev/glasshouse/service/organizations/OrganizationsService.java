package dev.glasshouse.service.organizations;

import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.Provisioning;
import dev.glasshouse.call.Service;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** AWS Organizations. */
public final class OrganizationsService implements Service, Organizations {

    private final Provisioning provisioning;
    private final Standings standings = new Standings();

    /** Organizations over the accounts of a sandbox. */
    public OrganizationsService(Provisioning provisioning) {
        this.provisioning = provisioning;
    }

    @Override
    public String name() {
        return "organizations";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return Tables.ALL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>();
        all.addAll(OrganizationOperations.all(provisioning));
        all.addAll(UnitOperations.all());
        all.addAll(AccountOperations.all());
        all.addAll(new CreateAccount(provisioning).all());
        all.addAll(PolicyOperations.all());
        all.addAll(AttachmentOperations.all());
        all.add(DescribeEffectivePolicy.operation());
        all.addAll(TrustOperations.all());
        all.addAll(new Handshakes(provisioning).all());
        all.addAll(HandshakeOperations.all(provisioning));
        all.addAll(ResourcePolicyOperations.all());
        all.addAll(Tagging.all());
        return all;
    }

    @Override
    public Optional<Standing> standing(StateReader state, String account) {
        return standings.of(state, account);
    }

    @Override
    public boolean isClosed(StateReader state, String account) {
        return state.get(Tables.MEMBERS, Scope.SANDBOX, account)
                .filter(row -> row.closed() != null)
                .isPresent();
    }
}
