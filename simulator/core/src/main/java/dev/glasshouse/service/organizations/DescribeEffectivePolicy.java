package dev.glasshouse.service.organizations;

import static dev.glasshouse.call.Operations.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glasshouse.api.organizations.DescribeEffectivePolicyRequest;
import dev.glasshouse.api.organizations.DescribeEffectivePolicyResponse;
import dev.glasshouse.api.organizations.EffectivePolicy;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the management policies of a type say for an account. */
final class DescribeEffectivePolicy {

    private DescribeEffectivePolicy() {}

    static Operation<?, ?> operation() {
        return read(
                "DescribeEffectivePolicy",
                (DescribeEffectivePolicyRequest in, Call call) -> Plans.ask(
                        call,
                        "DescribeEffectivePolicy",
                        true,
                        Plans.policyType(in.policyType()),
                        in.targetId() == null ? call.caller().account() : in.targetId()),
                DescribeEffectivePolicy::describe);
    }

    private static DescribeEffectivePolicyResponse describe(DescribeEffectivePolicyRequest in, Call call) {
        Seat seat = Seat.member(call);
        String account = in.targetId() == null ? seat.member().id() : in.targetId();
        if (!account.equals(seat.member().id())) {
            Seat.reader(call);
        }
        OrganizationRow of = seat.organization();
        if (account.startsWith("r-") || account.startsWith("ou-")) {
            throw OrganizationsErrors.invalid(
                    "TARGET_NOT_SUPPORTED", "You can't perform the specified operation on that target entity.");
        }
        if (Tables.member(call.state(), of, account).isEmpty()) {
            throw OrganizationsErrors.noTarget();
        }
        List<JsonNode> documents = new ArrayList<>();
        Instant updated = Instant.EPOCH;
        for (Tree.Node node : Tree.chain(call.state(), of, account)) {
            for (String id : node.policies()) {
                PolicyRow row = Tables.policy(call.state(), of, id).orElse(null);
                if (row != null && row.type().equals(in.policyType())) {
                    documents.add(Documents.object(row.content()));
                    updated = row.updated().isAfter(updated) ? row.updated() : updated;
                }
            }
        }
        if (documents.isEmpty()) {
            throw OrganizationsErrors.noEffectivePolicy();
        }
        return new DescribeEffectivePolicyResponse(EffectivePolicy.builder()
                .policyContent(EffectivePolicies.merge(documents).toString())
                .lastUpdatedTimestamp(updated)
                .targetId(account)
                .policyType(in.policyType())
                .build());
    }
}
