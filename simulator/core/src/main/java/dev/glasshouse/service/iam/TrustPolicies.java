package dev.glasshouse.service.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.StateReader;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Principals in stored policies. A user or role is kept by its unique id, so that one that is deleted and made again is
 * not trusted; when shown, an id whose owner is gone stays an id. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html">AWS JSON policy
 * elements: Principal</a>.
 */
final class TrustPolicies {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TrustPolicies() {}

    /** A document as it is stored: with unique ids. */
    static String stored(String document, StateReader state) {
        return mapped(document, text -> idOf(text, state).orElse(text));
    }

    /** A stored document as it is shown: with the ARNs of those who still exist. */
    static String shown(String document, StateReader state) {
        return mapped(document, text -> arnOf(text, state).orElse(text));
    }

    private static Optional<String> idOf(String arn, StateReader state) {
        String[] fields = arn.split(":", 6);
        if (fields.length < 6 || !fields[2].equals("iam")) {
            return Optional.empty();
        }
        String name = fields[5].substring(fields[5].lastIndexOf('/') + 1);
        if (fields[5].startsWith("user/")) {
            return IamTables.user(state, fields[4], name)
                    .filter(user -> user.arn(fields[4]).equals(arn))
                    .map(UserRow::id);
        }
        return fields[5].startsWith("role/")
                ? IamTables.role(state, fields[4], name)
                        .filter(role -> role.arn(fields[4]).equals(arn))
                        .map(RoleRow::id)
                : Optional.empty();
    }

    /** The ARN of the user or role with a unique id. */
    static Optional<String> arnOf(String id, StateReader state) {
        if (id.startsWith("AIDA")) {
            return state.scopes(IamTables.USERS).stream()
                    .flatMap(scope -> state.rows(IamTables.USERS, scope).values().stream()
                            .filter(user -> user.id().equals(id))
                            .map(user -> user.arn(scope.account())))
                    .findFirst();
        }
        return id.startsWith("AROA")
                ? state.scopes(IamTables.ROLES).stream()
                        .flatMap(scope -> state.rows(IamTables.ROLES, scope).values().stream()
                                .filter(role -> role.id().equals(id))
                                .map(role -> role.arn(scope.account())))
                        .findFirst()
                : Optional.empty();
    }

    /** Whether an ARN, account or unique id names a principal that exists. */
    static boolean exists(String principal, StateReader state) {
        if (principal.equals("*")) {
            return true;
        }
        if (principal.startsWith("AIDA") || principal.startsWith("AROA")) {
            return arnOf(principal, state).isPresent();
        }
        if (!principal.startsWith("arn:")) {
            return accountExists(principal, state);
        }
        String[] fields = principal.split(":", 6);
        if (fields.length < 6) {
            return false;
        }
        if (fields[2].equals("iam")) {
            return fields[5].equals("root")
                    ? accountExists(fields[4], state)
                    : idOf(principal, state).isPresent();
        }
        if (fields[2].equals("sts") && fields[5].startsWith("assumed-role/")) {
            String[] parts = fields[5].split("/");
            return parts.length == 3
                    && IamTables.role(state, fields[4], parts[1]).isPresent();
        }
        return fields[2].equals("sts") && fields[5].startsWith("federated-user/") && accountExists(fields[4], state);
    }

    /** Accounts of the sandbox exist; another account may, as one of somebody else's. */
    private static boolean accountExists(String account, StateReader state) {
        boolean digits = account.length() == 12 && account.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits
                && (state.get(IamTables.ACCOUNTS, Scope.SANDBOX, account).isPresent()
                        || !account.equals("000000000000"));
    }

    private static String mapped(String document, UnaryOperator<String> map) {
        JsonNode root;
        try {
            root = JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the document was validated before", e);
        }
        JsonNode statements = root.path("Statement");
        boolean[] changed = {false};
        if (statements.isArray()) {
            statements.forEach(statement -> principals(statement, map, changed));
        } else {
            principals(statements, map, changed);
        }
        return changed[0] ? root.toString() : document;
    }

    private static void principals(JsonNode statement, UnaryOperator<String> map, boolean[] changed) {
        for (String element : new String[] {"Principal", "NotPrincipal"}) {
            if (statement.path(element) instanceof ObjectNode principal && principal.has("AWS")) {
                JsonNode aws = principal.get("AWS");
                if (aws instanceof ArrayNode array) {
                    for (int i = 0; i < array.size(); i++) {
                        String before = array.get(i).asText();
                        String after = map.apply(before);
                        changed[0] |= !after.equals(before);
                        array.set(i, TextNode.valueOf(after));
                    }
                } else if (aws.isTextual()) {
                    String after = map.apply(aws.asText());
                    changed[0] |= !after.equals(aws.asText());
                    principal.put("AWS", after);
                }
            }
        }
    }
}
