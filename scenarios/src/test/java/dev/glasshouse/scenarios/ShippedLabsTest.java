package dev.glasshouse.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.Simulator;
import dev.glasshouse.sandbox.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every lab of the jar holds its word: its solution solves it, nothing less does, and a second learner can play it. */
class ShippedLabsTest {

    private static Simulator simulator;
    private static Labs labs;
    private static int sandboxes;

    @BeforeAll
    static void start() {
        simulator = Simulator.builder().seed("labs").start();
        labs = new Labs(simulator);
    }

    @AfterAll
    static void close() {
        simulator.close();
    }

    static Stream<Lab> labs() {
        return LabFiles.shipped().stream();
    }

    private static LabSession begin(Lab lab, String seed) {
        return labs.start(lab, "learner-" + ++sandboxes, Seed.of(seed));
    }

    private static List<String> reached(LabSession session) {
        return session.status().objectives().stream()
                .filter(LabSession.Progress::reached)
                .map(LabSession.Progress::id)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("labs")
    void no_objective_is_reached_at_the_start(Lab lab) {
        assertThat(reached(begin(lab, "one"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("labs")
    void the_solution_plays_as_it_says_and_reaches_every_objective(Lab lab) {
        for (String seed : List.of("one", "another learner")) {
            LabSession session = begin(lab, seed);
            assertThat(session.play(lab.solution()))
                    .allSatisfy(played ->
                            assertThat(played.asSaid()).as(played.toString()).isTrue());
            assertThat(session.status().solved())
                    .as(session.status().toString())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("labs")
    void the_solution_without_any_one_step_does_not_solve_the_lab(Lab lab) {
        for (int without = 0; without < lab.solution().size(); without++) {
            List<Step> steps = new ArrayList<>(lab.solution());
            Step removed = steps.remove(without);
            LabSession session = begin(lab, "one");
            session.play(steps);
            assertThat(session.status().solved()).as("without " + removed).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("labs")
    void two_learners_have_different_values(Lab lab) {
        assertThat(begin(lab, "one").story()).isNotEqualTo(begin(lab, "two").story());
        assertThat(begin(lab, "one").story()).isEqualTo(begin(lab, "one").story());
    }

    @ParameterizedTest
    @MethodSource("labs")
    void a_reset_takes_back_all_that_was_done(Lab lab) {
        LabSession session = begin(lab, "one");
        session.play(lab.solution());
        session.reset();
        assertThat(reached(session)).isEmpty();
        session.play(lab.solution());
        assertThat(session.status().solved()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("labs")
    void looking_at_progress_leaves_no_trace(Lab lab) {
        LabSession session = begin(lab, "one");
        long events = session.sandbox().log().size();
        int before = simulator.sandboxes().all().size();
        session.status();
        assertThat(session.sandbox().log().size()).isEqualTo(events);
        assertThat(simulator.sandboxes().all()).hasSize(before);
    }

    @ParameterizedTest
    @MethodSource("labs")
    void each_objective_that_can_be_missed_has_a_hint(Lab lab) {
        assertThat(lab.hints().stream().map(Lab.Hint::objective).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        lab.objectives().stream().map(Lab.Objective::id).toList());
    }
}
