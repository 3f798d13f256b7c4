package dev.glasshouse.scenarios;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a lab's organization, by calls of the administrator like any others. They leave the variables {@code organization
 * root}, {@code unit NAME}, {@code account NAME} and {@code control NAME}, each with an id.
 */
final class OrganizationSetUp {

    private final List<Step> steps = new ArrayList<>();

    private OrganizationSetUp() {}

    static List<Step> steps(Lab.@Nullable Organization organization) {
        OrganizationSetUp setUp = new OrganizationSetUp();
        if (organization != null) {
            setUp.make(organization);
        }
        return setUp.steps;
    }

    private void make(Lab.Organization organization) {
        call("CreateOrganization", with("FeatureSet", "ALL"), Map.of());
        call("ListRoots", with(), Map.of("organization root", "/Roots/0/Id"));
        call(
                "EnablePolicyType",
                with("RootId", "{{organization root}}", "PolicyType", "SERVICE_CONTROL_POLICY"),
                Map.of());
        organization
                .units()
                .forEach(unit -> call(
                        "CreateOrganizationalUnit",
                        with("ParentId", "{{organization root}}", "Name", unit),
                        Map.of("unit " + unit, "/OrganizationalUnit/Id")));
        organization.accounts().forEach(this::account);
        organization.controls().forEach(control -> {
            ObjectNode policy = with("Name", control.name(), "Description", "", "Type", "SERVICE_CONTROL_POLICY");
            policy.set("Content", control.document());
            call("CreatePolicy", policy, Map.of("control " + control.name(), "/Policy/PolicySummary/Id"));
            String target = control.on().equals("root")
                    ? "organization root"
                    : (organization.has(control.on()) ? "account " : "unit ") + control.on();
            call(
                    "AttachPolicy",
                    with("PolicyId", "{{control " + control.name() + "}}", "TargetId", "{{" + target + "}}"),
                    Map.of());
        });
    }

    private void account(Lab.Member member) {
        String name = member.name();
        String request = "request for " + name;
        call(
                "CreateAccount",
                with("AccountName", name, "Email", name + "@example.org"),
                Map.of(request, "/CreateAccountStatus/Id"));
        call(
                "DescribeCreateAccountStatus",
                with("CreateAccountRequestId", "{{" + request + "}}"),
                Map.of("account " + name, "/CreateAccountStatus/AccountId"));
        if (member.unit() != null) {
            call(
                    "MoveAccount",
                    with(
                            "AccountId",
                            "{{account " + name + "}}",
                            "SourceParentId",
                            "{{organization root}}",
                            "DestinationParentId",
                            "{{unit " + member.unit() + "}}"),
                    Map.of());
        }
    }

    private static ObjectNode with(String... members) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < members.length; i += 2) {
            input.put(members[i], members[i + 1]);
        }
        return input;
    }

    private void call(String operation, ObjectNode with, Map<String, String> keep) {
        steps.add(new Step(null, null, "organizations:" + operation, with, null, keep, null, null));
    }
}
