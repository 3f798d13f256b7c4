package dev.glasshouse.service.iam;

import dev.glasshouse.call.Call;
import dev.glasshouse.sandbox.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** How often an account uses each managed policy: as a permissions policy, and as a boundary. */
record Usage(Map<String, Integer> attachments, Map<String, Integer> boundaries) {

    static final Usage NONE = new Usage(Map.of(), Map.of());

    static Usage of(Call call) {
        Scope scope = Scope.account(call.caller().account());
        Map<String, Integer> attachments = new HashMap<>();
        Map<String, Integer> boundaries = new HashMap<>();
        Stream.of(
                        call.state().rows(IamTables.USERS, scope).values().stream()
                                .map(UserRow::holdings),
                        call.state().rows(IamTables.GROUPS, scope).values().stream()
                                .map(GroupRow::holdings),
                        call.state().rows(IamTables.ROLES, scope).values().stream()
                                .map(RoleRow::holdings))
                .flatMap(holdings -> holdings)
                .forEach(holdings -> {
                    holdings.managed().forEach(arn -> attachments.merge(arn, 1, Integer::sum));
                    if (holdings.boundary() != null) {
                        boundaries.merge(holdings.boundary(), 1, Integer::sum);
                    }
                });
        return new Usage(attachments, boundaries);
    }

    int attached(String arn) {
        return attachments.getOrDefault(arn, 0);
    }

    int bounding(String arn) {
        return boundaries.getOrDefault(arn, 0);
    }
}
