package dev.glasshouse.policy;

import dev.glasshouse.policy.Explanation.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what each element of one statement said. */
final class StatementTrace {

    private final List<Element> elements = new ArrayList<>();

    void action(Statement statement, PolicyRequest request, boolean matched) {
        ActionElement action = statement.action();
        elements.add(element(action.element(), action.source(), List.of(request.action()), matched, null));
    }

    void resource(Statement statement, PolicyRequest request, boolean matched) {
        ResourceElement resource = statement.resource();
        if (resource != null) {
            String note = request.wildcardOnlyAction() && !matched
                    ? "the action has no resource type: only Resource * covers it"
                    : null;
            elements.add(element(resource.element(), resource.source(), List.of(request.resourceArn()), matched, note));
        }
    }

    void principal(Statement statement, PolicyRequest request, PrincipalMatch match) {
        PrincipalElement principal = statement.principal();
        if (principal == null) {
            return;
        }
        String arn = request.principal().arn();
        String note = null;
        if (!principal.not()) {
            note = switch (match) {
                case NONE -> null;
                case ACCOUNT -> "names the account, which delegates to the account's own policies";
                case ROLE -> "names the role or user behind the session";
                case DIRECT -> "names the caller";
            };
        } else if (statement.allow()) {
            note = "NotPrincipal with Allow grants nothing";
        }
        elements.add(element(
                principal.element(),
                principal.source(),
                List.of(arn == null ? "anonymous" : arn),
                match != PrincipalMatch.NONE,
                note));
    }

    void condition(ConditionElement condition, PolicyRequest request, boolean holds) {
        ContextKeys.Entry entry = request.keys().get(condition.key());
        String note = null;
        if (entry == null) {
            note = "the request does not carry the key";
        } else if (entry.multiValued()) {
            note = "the key is multi-valued";
        } else if (condition.cannotCompare(request.keys())) {
            note = "a value is not of the operator's type";
        }
        elements.add(new Element(
                "Condition",
                condition.operatorName(),
                condition.key(),
                condition.values(),
                entry == null ? List.of() : entry.values(),
                holds,
                note));
    }

    private static Element element(
            String name, List<String> policy, List<String> request, boolean matched, @Nullable String note) {
        return new Element(name, null, null, policy, request, matched, note);
    }

    Explanation.Statement finish(Statement statement, boolean applies) {
        return new Explanation.Statement(
                statement.index(),
                statement.sid(),
                statement.allow() ? "Allow" : "Deny",
                applies,
                List.copyOf(elements));
    }
}
