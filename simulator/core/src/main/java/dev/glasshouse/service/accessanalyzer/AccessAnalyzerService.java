package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.call.IdentityUses;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Organizations;
import dev.glasshouse.call.Service;
import dev.glasshouse.call.SharedResources;
import dev.glasshouse.sandbox.Table;
import java.util.ArrayList;
import java.util.List;

/** AWS IAM Access Analyzer. */
public final class AccessAnalyzerService implements Service {

    private final Analysis analysis;

    /**
     * Access Analyzer.
     *
     * @param organizations who belongs to whom
     * @param resources what can be shared
     * @param uses what identities have and use
     */
    public AccessAnalyzerService(Organizations organizations, List<SharedResources> resources, IdentityUses uses) {
        this.analysis = new Analysis(organizations, resources, uses);
    }

    @Override
    public String name() {
        return "accessanalyzer";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of(Analyzers.TABLE, Analyzers.FINDINGS, Analyzers.PREVIEWS);
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> all = new ArrayList<>(List.of(
                new ValidatePolicy(), new CheckNoNewAccess(), new CheckAccessNotGranted(), new CheckNoPublicAccess()));
        all.addAll(new AnalyzerOperations(analysis).all());
        all.addAll(new ArchiveRuleOperations(analysis).all());
        all.addAll(new FindingOperations(analysis).all());
        all.addAll(new ResourceOperations(analysis).all());
        all.addAll(new PreviewOperations(analysis).all());
        return all;
    }
}
