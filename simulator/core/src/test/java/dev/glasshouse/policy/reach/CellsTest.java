package dev.glasshouse.policy.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.match.PatternText;
import dev.glasshouse.policy.reach.Cells.Cell;
import dev.glasshouse.policy.reach.Cells.Universe;
import dk.brics.automaton.Automaton;
import dk.brics.automaton.BasicAutomata;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Cutting texts by patterns, with brics's automata as a second opinion. */
class CellsTest {

    @Provide
    Arbitrary<List<String>> patterns() {
        return Arbitraries.strings()
                .withChars("ab*?:")
                .ofMinLength(1)
                .ofMaxLength(5)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Property(tries = 500)
    void everyCombinationOfPatternsThatSomeTextFitsIsACell(@ForAll("patterns") List<String> patterns) {
        List<Cell> cells = cells(patterns);
        for (int mask = 0; mask < 1 << patterns.size(); mask++) {
            Automaton automaton = BasicAutomata.makeAnyString();
            for (int i = 0; i < patterns.size(); i++) {
                Automaton one = automaton(patterns.get(i));
                automaton = automaton.intersection((mask & (1 << i)) != 0 ? one : one.complement());
            }
            int bits = mask;
            boolean found = cells.stream().anyMatch(cell -> bits(cell, patterns.size()) == bits);
            assertThat(found)
                    .as("%s of %s", Integer.toBinaryString(mask), patterns)
                    .isEqualTo(!automaton.isEmpty());
        }
    }

    @Property(tries = 300)
    void theTextOfACellFitsItsPatternsAndNoOthers(@ForAll("patterns") List<String> patterns) {
        for (Cell cell : cells(patterns)) {
            for (int i = 0; i < patterns.size(); i++) {
                assertThat(Glob.compile(patterns.get(i)).matches(cell.text()))
                        .as("%s by %s", cell.text(), patterns.get(i))
                        .isEqualTo(cell.fits().get(i));
            }
        }
    }

    @Test
    void aTextWhateverItsCaseFitsEveryLetterThatIsAlike() {
        List<Cell> cells = Cells.of(
                List.of(Row.ignoringCase("k"), Row.literal("k"), Row.literal("K")),
                Universe.TEXT,
                new Budget(Budget.USUAL));
        // the sign of the kelvin is a k to equalsIgnoreCase
        assertThat(cells).extracting(Cell::text).contains("k", "K", "\u212A");
    }

    private static List<Cell> cells(List<String> patterns) {
        return Cells.of(
                patterns.stream()
                        .map(text -> Row.glob(PatternText.pattern(text)))
                        .toList(),
                Universe.TEXT,
                new Budget(Budget.USUAL));
    }

    private static int bits(Cell cell, int count) {
        int bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= cell.fits().get(i) ? 1 << i : 0;
        }
        return bits;
    }

    private static Automaton automaton(String pattern) {
        Automaton automaton = BasicAutomata.makeEmptyString();
        for (char c : pattern.toCharArray()) {
            automaton = automaton.concatenate(
                    switch (c) {
                        case '*' -> BasicAutomata.makeAnyString();
                        case '?' -> BasicAutomata.makeAnyChar();
                        default -> BasicAutomata.makeChar(c);
                    });
        }
        return automaton;
    }
}
