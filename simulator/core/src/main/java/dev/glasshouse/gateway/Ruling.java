package dev.glasshouse.gateway;

import dev.glasshouse.call.Verdicts;
import java.util.List;

/** What was decided on a call's plan, question by question. */
record Ruling(List<Question> questions) implements Verdicts {

    /** Nothing was asked yet. */
    static final Ruling UNASKED = new Ruling(List.of());

    Ruling {
        questions = List.copyOf(questions);
    }

    @Override
    public boolean allowed(int index) {
        return questions.get(index).decision().isAllowed();
    }

    @Override
    public String denial(int index) {
        return Denials.text(questions.get(index));
    }
}
