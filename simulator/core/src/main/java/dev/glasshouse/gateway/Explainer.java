package dev.glasshouse.gateway;

import dev.glasshouse.call.Caller;
import dev.glasshouse.policy.Explanation;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
     */
    public record Answer(Question question, Optional<Explanation> explanation) {}

    /** The reasoning behind each question of a call. */
    public List<Answer> explain(Sandbox sandbox, LoggedCall call) {
        Optional<State> state = sandbox.stateAt(call.sequence());
        List<Answer> answers = new ArrayList<>();
        for (Question question : call.questions()) {
            Caller caller = call.caller();
            answers.add(new Answer(
                    question,
                    caller == null
                            ? Optional.empty()
                            : state.map(rows -> PolicyEngine.explain(
                                    question.request(), authorizer.policies(caller, rows, question.asked())))));
        }
        return answers;
    }
}
