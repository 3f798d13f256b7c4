package dev.glasshouse;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.gateway.Explainer;
import dev.glasshouse.gateway.LoggedCall;
import dev.glasshouse.policy.Explanation;
import dev.glasshouse.policy.ExplanationText;
import dev.glasshouse.wire.WireError;
import java.util.List;
import java.util.Optional;

/**
 * A call with the reasoning behind it.
 *
 * @param call the call
 * @param answers each question that was asked of the policy engine
 * @param nested the calls that services made for it, such as S3's to KMS
 */
public record Decided(LoggedCall call, List<Explainer.Answer> answers, List<Decided> nested) {

    /** The line that says why: of the question or the nested call that ended the call, else of the first question. */
    public Optional<String> summary() {
        Optional<Explainer.Answer> refused = answers.stream()
                .filter(answer -> answer.question().asked().role() == AuthorizationRequest.Role.REQUIRED)
                .filter(answer -> !answer.question().decision().isAllowed())
                .findFirst();
        Optional<Decided> inner = refused.isPresent() || call.error() == null
                ? Optional.empty()
                : nested.stream().filter(each -> each.call().error() != null).findFirst();
        return inner.isPresent()
                ? inner.get().summary()
                : refused.or(() -> answers.stream().findFirst())
                        .flatMap(Explainer.Answer::explanation)
                        .map(Explanation::summary);
    }

    /** The call and the reasoning for people, as {@code glasshouse why} prints it. */
    public String why() {
        StringBuilder out = new StringBuilder();
        summary().ifPresent(line -> out.append(line).append('\n'));
        out.append(call.service()).append(':').append(call.operation());
        out.append(" by ").append(call.who());
        out.append(" (request ").append(call.requestId()).append(")\n");
        WireError error = call.error();
        if (error != null) {
            out.append("answered ").append(error.code()).append(": ").append(error.message());
            out.append('\n');
        }
        for (Explainer.Answer answer : answers) {
            String text = answer.explanation()
                    .map(known -> ExplanationText.of(answer.question().request(), known))
                    .orElse(answer.question().asked().action() + ": the history has the state no more\n");
            out.append('\n').append(text);
            answer.remedy().map(ExplanationText::of).ifPresent(out::append);
        }
        for (Decided inner : nested) {
            out.append("\nFor this call a service made another:\n").append(inner.why());
        }
        return out.toString();
    }
}
