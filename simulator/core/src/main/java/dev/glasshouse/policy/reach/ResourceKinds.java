package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.match.PatternText;
import dev.glasshouse.policy.reach.Cells.Cell;
import dev.glasshouse.policy.reach.Cells.Universe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Tells which kinds of resources there are under a pattern, when some patterns are all that is asked of a resource. */
public final class ResourceKinds {

    private ResourceKinds() {}

    /**
     * One resource of each kind: two are of one kind when the same of the patterns cover them.
     *
     * @param asked a pattern that covers all resources in question
     * @param within patterns, one of which must cover a resource as well
     * @param without patterns none of which may
     * @param told the patterns that tell resources apart
     * @return the examples, none where there is no such resource; empty where the question is too hard, so that nothing is known
     */
    public static Optional<List<String>> examples(
            String asked, List<String> within, List<String> without, Collection<PatternText> told) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.glob(PatternText.pattern(asked)));
        within.forEach(text -> rows.add(Row.glob(PatternText.pattern(text))));
        int inside = rows.size();
        without.forEach(text -> rows.add(Row.glob(PatternText.pattern(text))));
        int outside = rows.size();
        told.stream().map(Row::glob).filter(row -> !row.isEverything()).forEach(rows::add);
        try {
            List<String> examples = new ArrayList<>();
            for (Cell cell : Cells.of(rows, Universe.RESOURCE, new Budget(Budget.USUAL))) {
                int first = cell.fits().nextSetBit(1);
                int excluded = cell.fits().nextSetBit(inside);
                if (cell.fits().get(0) && first > 0 && first < inside && (excluded < 0 || excluded >= outside)) {
                    examples.add(cell.text());
                }
            }
            return Optional.of(List.copyOf(examples));
        } catch (Budget.ExhaustedException e) {
            return Optional.empty();
        }
    }
}
