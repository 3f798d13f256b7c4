package dev.glasshouse.service.accessanalyzer;

import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Service;
import dev.glasshouse.sandbox.Table;
import java.util.List;

/** AWS IAM Access Analyzer. */
public final class AccessAnalyzerService implements Service {

    @Override
    public String name() {
        return "accessanalyzer";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of();
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(
                new ValidatePolicy(), new CheckNoNewAccess(), new CheckAccessNotGranted(), new CheckNoPublicAccess());
    }
}
