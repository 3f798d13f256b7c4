package dev.glasshouse.service.iam;

import dev.glasshouse.call.Call;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The user, group or role whose policies are simulated.
 *
 * @param arn its ARN
 * @param kind a user, a group or a role, in the words of ARNs
 * @param name its name
 * @param id its unique id
 * @param holdings its policies
 * @param groups the groups of a user
 */
record SimulationSource(String arn, String kind, String name, String id, Holdings holdings, List<GroupRow> groups) {

    SimulationSource {
        groups = List.copyOf(groups);
    }

    /** The kind in an ARN: {@code user}; an empty text where the ARN names no user, group or role. */
    static String kind(String arn) {
        String[] fields = arn.split(":", 6);
        boolean iam = fields.length == 6 && fields[0].equals("arn") && fields[2].equals("iam");
        int slash = iam ? fields[5].indexOf('/') : -1;
        String kind = slash < 0 ? "" : fields[5].substring(0, slash);
        boolean named = slash >= 0 && !arn.endsWith("/");
        return named && List.of("user", "group", "role").contains(kind) ? kind : "";
    }

    static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /**
     * Finds the source.
     *
     * @throws dev.glasshouse.call.ServiceException {@code InvalidInput} where the ARN is of no such entity,
     *     {@code NoSuchEntity} where there is none
     */
    static SimulationSource find(Call call, String arn) {
        String name = name(arn);
        String account = call.caller().account();
        Optional<SimulationSource> found = switch (kind(arn)) {
            case "user" -> IamTables.user(call.state(), account, name).map(row -> of(call, row));
            case "group" ->
                IamTables.group(call.state(), account, name)
                        .map(row -> new SimulationSource(
                                row.arn(account), "group", row.name(), row.id(), row.holdings(), List.of()));
            case "role" ->
                IamTables.role(call.state(), account, name)
                        .map(row -> new SimulationSource(
                                row.arn(account), "role", row.name(), row.id(), row.holdings(), List.of()));
            default ->
                throw IamErrors.invalidInput(
                        "Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
        };
        return found.filter(source -> source.arn().equals(arn)).orElseThrow(() -> IamErrors.notFound(kind(arn), name));
    }

    private static SimulationSource of(Call call, UserRow row) {
        String account = call.caller().account();
        List<GroupRow> groups = row.groups().stream()
                .flatMap(name -> IamTables.group(call.state(), account, name).stream())
                .toList();
        return new SimulationSource(row.arn(account), "user", row.name(), row.id(), row.holdings(), groups);
    }

    /** Its identity-based policies, those of its groups included, under the ids that the simulator gives them. */
    List<Policy> identity(Call call, GrantsCache cache, PolicyExclusions without) {
        List<Policy> policies = new ArrayList<>();
        add(policies, call, cache, without, kind, name, holdings);
        groups.forEach(group -> add(policies, call, cache, without, "group", group.name(), group.holdings()));
        return policies;
    }

    private static void add(
            List<Policy> policies,
            Call call,
            GrantsCache cache,
            PolicyExclusions without,
            String kind,
            String name,
            Holdings holdings) {
        holdings.inline().forEach((policy, json) -> {
            if (!without.inline(kind, name, policy)) {
                String id = kind + "_" + name + "_" + policy;
                policies.add(new Policy(id, null, cache.document(json, PolicyType.IDENTITY)));
            }
        });
        holdings.managed().stream()
                .filter(arn -> !without.managed(arn))
                .forEach(arn -> policies.add(cache.managed(call.state(), arn, PolicyType.IDENTITY)));
    }

    /** Its permissions boundary. */
    List<Policy> boundary(Call call, GrantsCache cache, PolicyExclusions without) {
        String arn = holdings.boundary();
        return arn == null || without.boundary(arn)
                ? List.of()
                : List.of(cache.managed(call.state(), arn, PolicyType.BOUNDARY));
    }
}
