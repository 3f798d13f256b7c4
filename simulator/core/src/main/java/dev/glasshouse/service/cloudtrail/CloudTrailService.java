package dev.glasshouse.service.cloudtrail;

import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Service;
import dev.glasshouse.sandbox.Table;
import java.util.List;

/** AWS CloudTrail. */
public final class CloudTrailService implements Service {

    @Override
    public String name() {
        return "cloudtrail";
    }

    @Override
    public List<Table<?, ?>> tables() {
        return List.of();
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of(new LookupEvents(), new DescribeTrails());
    }
}
