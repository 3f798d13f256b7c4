package dev.glasshouse.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.Control;
import dev.glasshouse.api.iam.GetAccountAuthorizationDetailsResponse;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.wire.RecordJson;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Reads what {@code aws iam get-account-authorization-details} prints. */
final class AccountDetails {

    /** The lists of the answer, with the member that names an entry. */
    private static final Map<String, String> LISTS = new TreeMap<>(Map.of(
            "UserDetailList", "UserName",
            "GroupDetailList", "GroupName",
            "RoleDetailList", "RoleName",
            "Policies", "PolicyName"));

    private final Control control;
    private final Findings findings;
    private final String source;
    private String account = "";

    private AccountDetails(Control control, Findings findings, String source) {
        this.control = control;
        this.findings = findings;
        this.source = source;
    }

    /** Whether a file is such an answer. */
    static boolean is(JsonNode json) {
        return LISTS.keySet().stream().anyMatch(list -> json.path(list).isArray());
    }

    /** Takes an account over; answers its id. */
    static String take(Control control, Findings findings, String source, JsonNode json) {
        return new AccountDetails(control, findings, source).take(json);
    }

    private String take(JsonNode json) {
        account = account(json);
        ObjectNode entries = JsonNodeFactory.instance.objectNode();
        LISTS.forEach((list, name) -> entries.set(list, entries(json.path(list), list, name)));
        json.fieldNames().forEachRemaining(member -> {
            if (!LISTS.containsKey(member) && !member.equals("IsTruncated") && !member.equals("Marker")) {
                findings.notUnderstood(source, "the member " + member);
            }
        });
        if (json.path("IsTruncated").asBoolean()) {
            findings.notUnderstood(source, "the answer is cut off (IsTruncated): the rest of the account is not in it");
        }
        Structure shape = Objects.requireNonNull(ServiceCatalog.service("iam")
                .operation("GetAccountAuthorizationDetails")
                .orElseThrow()
                .output());
        JsonNode known = known(shape, entries, "");
        GetAccountAuthorizationDetailsResponse details =
                (GetAccountAuthorizationDetailsResponse) RecordJson.read(shape, known);
        control.takeIdentities(account, details).forEach(odd -> findings.notUnderstood(source, odd));
        LISTS.keySet()
                .forEach(list -> entries.path(list)
                        .forEach(
                                entry -> findings.took(source, entry.path("Arn").asText())));
        return account;
    }

    /** The account that the ARNs of its entities name. */
    private static String account(JsonNode json) {
        for (String list : LISTS.keySet()) {
            for (JsonNode entry : json.path(list)) {
                String[] fields = entry.path("Arn").asText().split(":", 6);
                if (fields.length == 6 && fields[4].length() == 12) {
                    return fields[4];
                }
            }
        }
        throw new IllegalArgumentException("no ARN in it names an account");
    }

    /** The entries of a list that have a name, and are of the account. */
    private ArrayNode entries(JsonNode list, String member, String name) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        int usage = 0;
        for (JsonNode entry : list) {
            String arn = entry.path("Arn").asText();
            boolean own = arn.startsWith("arn:aws:iam::" + account + ":");
            boolean ofAws = member.equals("Policies") && arn.startsWith("arn:aws:iam::aws:");
            if (!entry.path(name).isTextual() || entry.path(name).asText().isEmpty()) {
                findings.notUnderstood(source, member + ": an entry has no " + name);
            } else if (!own && !ofAws) {
                findings.notUnderstood(
                        source,
                        member + ": " + entry.path(name).asText() + " has the ARN '" + arn + "', not one of account "
                                + account);
            } else {
                kept.add(withoutUsage(entry));
                usage += entry.path("RoleLastUsed").isEmpty() ? 0 : 1;
                profiles(entry);
            }
        }
        if (usage > 0) {
            findings.leftOut(source, "when " + usage + " roles were last used");
        }
        return kept;
    }

    private void profiles(JsonNode role) {
        for (JsonNode profile : role.path("InstanceProfileList")) {
            findings.leftOut(
                    source,
                    "instance profile " + profile.path("InstanceProfileName").asText());
        }
    }

    private static JsonNode withoutUsage(JsonNode entry) {
        ObjectNode copy = ((ObjectNode) entry).deepCopy();
        copy.remove("RoleLastUsed");
        copy.remove("InstanceProfileList");
        return copy;
    }

    /** What of a value has a place in its shape; the rest is said. */
    private JsonNode known(Shape shape, JsonNode json, String where) {
        if (shape instanceof Structure structure && json.isObject()) {
            ObjectNode known = JsonNodeFactory.instance.objectNode();
            String name = LISTS.values().stream()
                    .filter(json::has)
                    .findFirst()
                    .map(each -> " " + json.path(each).asText())
                    .orElse("");
            json.properties().forEach(entry -> {
                Member member = structure.member(entry.getKey());
                if (member == null) {
                    findings.notUnderstood(source, (where + name + ": the member " + entry.getKey()).trim());
                } else {
                    known.set(
                            entry.getKey(),
                            known(member.shape(), entry.getValue(), where + name + " " + entry.getKey()));
                }
            });
            return known;
        }
        if (shape instanceof ListShape list && json.isArray()) {
            ArrayNode known = JsonNodeFactory.instance.arrayNode();
            json.forEach(element -> known.add(known(list.member(), element, where)));
            return known;
        }
        return json;
    }
}
