package dev.glasshouse.service.ssm;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.BusEvents;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Identities;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.TrailShape;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.TimerHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** AWS Systems Manager, of which Parameter Store is simulated. */
public final class SsmService implements Service {

    private final BusEvents bus;
    private final ParameterPolicies policies;
    private final Sharing sharing;

    /**
     * Parameter Store.
     *
     * @param identities who there is to share a parameter with
     * @param bus where changes of parameters and their policies are told
     */
    public SsmService(Identities identities, BusEvents bus) {
        this.bus = bus;
        this.policies = new ParameterPolicies(bus);
        this.sharing = new Sharing(identities);
    }

    @Override
    public String name() {
        return "ssm";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(Parameters.TABLE, Sharing.TABLE);
    }

    @Override
    public List<String> resources(StateReader state, String account) {
        return state.scopes(Parameters.TABLE).stream()
                .filter(scope -> scope.account().equals(account))
                .flatMap(scope -> state.rows(Parameters.TABLE, scope).values().stream()
                        .map(row -> Parameters.arn(account, scope.region(), row.name())))
                .toList();
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>();
        all.add(new PutParameter(bus).operation());
        all.addAll(GetOperations.all());
        all.addAll(DescribeOperations.all());
        all.addAll(new ChangeOperations(bus).all());
        all.addAll(TagOperations.all());
        all.addAll(sharing.all());
        return all;
    }

    @Override
    public Map<String, TimerHandler> timers() {
        return Map.of(ParameterPolicies.POLICY, policies::apply);
    }

    @Override
    public AuthorizationRequest guard(AuthorizationRequest asked, Call call) {
        return asked.resource().contains(":parameter/")
                ? Parameters.ask(call, asked.action().substring("ssm:".length()), asked.resource(), ContextKeys.EMPTY)
                : asked;
    }

    @Override
    public TrailShape trail() {
        return new SsmTrail();
    }
}
