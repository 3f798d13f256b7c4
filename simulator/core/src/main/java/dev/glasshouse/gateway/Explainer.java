package dev.glasshouse.gateway;

import dev.glasshouse.call.Caller;
import dev.glasshouse.policy.Explanation;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.policy.Remedy;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks into decisions after the fact: the questions are asked again, with a trace, of the state that the call saw. */
public final class Explainer {

    private final Authorizer authorizer;

    Explainer(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /**
     * The reasoning behind one question of a call.
     *
     * @param question the question with its decision
     * @param explanation the reasoning; empty where the state has passed out of the sandbox's history
     * @param remedy the smallest change that would have allowed it; empty where it was allowed, or with the reasoning
     */
    public record Answer(Question question, Optional<Explanation> explanation, Optional<Remedy> remedy) {}

    /** The reasoning behind each question of a call. */
    public List<Answer> explain(Sandbox sandbox, LoggedCall call) {
        Optional<State> state = sandbox.stateAt(call.sequence());
        List<Answer> answers = new ArrayList<>();
        for (Question question : call.questions()) {
            answers.add(answer(call.caller(), state.orElse(null), question));
        }
        return answers;
    }

    private Answer answer(@Nullable Caller caller, @Nullable State state, Question question) {
        if (caller == null || state == null) {
            return new Answer(question, Optional.empty(), Optional.empty());
        }
        PolicySet policies = authorizer.policies(caller, state, question.asked());
        Explanation explanation = authorizer.explain(question.request(), policies, state);
        return new Answer(
                question,
                Optional.of(explanation),
                explanation.decision().isAllowed()
                        ? Optional.empty()
                        : Optional.of(Remedy.of(question.request(), policies)));
    }
}
