package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.StatementView.Line;
import dev.glasshouse.policy.condition.ConditionPoints;
import dev.glasshouse.policy.match.PatternText;
import dev.glasshouse.policy.reach.Cells.Universe;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of one key among which there is one of each kind that its lines can tell apart. */
final class KeyValues {

    private static final Row ANY_ARN = Row.glob(PatternText.pattern("arn:*:*:*:*:*"));

    private KeyValues() {}

    /** How the values of an operator are compared. */
    enum Family {
        TEXT,
        NUMBER,
        DATE,
        ADDRESS,
        /** Not at all. */
        PRESENCE
    }

    static Family family(Line line) {
        String operator = line.plainOperator();
        if (operator.equals("Null")) {
            return Family.PRESENCE;
        }
        if (operator.startsWith("Numeric")) {
            return Family.NUMBER;
        }
        if (operator.startsWith("Date")) {
            return Family.DATE;
        }
        return operator.endsWith("IpAddress") ? Family.ADDRESS : Family.TEXT;
    }

    /** The values; lines of one family only, apart from those that ask for presence. */
    static List<String> of(List<Line> lines, Budget budget) {
        Set<String> values = new LinkedHashSet<>();
        List<Row> rows = new ArrayList<>();
        List<String> points = new ArrayList<>();
        Family family = Family.PRESENCE;
        for (Line line : lines) {
            Family own = family(line);
            family = own == Family.PRESENCE ? family : own;
            for (PatternText constant : line.constants()) {
                if (own == Family.TEXT) {
                    if (line.plainOperator().startsWith("ArnNot")) {
                        // a text that is no ARN differs from all that are, whatever they are compared with
                        rows.add(ANY_ARN);
                    }
                    Row row = row(line.plainOperator(), constant);
                    if (row != null) {
                        rows.add(row);
                    }
                } else {
                    points.add(constant.text());
                }
            }
        }
        switch (family) {
            case TEXT, PRESENCE -> Cells.of(rows, Universe.TEXT, budget).forEach(cell -> values.add(cell.text()));
            case NUMBER -> values.addAll(ConditionPoints.numbers(points));
            case DATE -> values.addAll(ConditionPoints.dates(points));
            case ADDRESS -> values.addAll(ConditionPoints.addresses(points));
        }
        budget.spend(values.size());
        return List.copyOf(values);
    }

    private static @Nullable Row row(String operator, PatternText value) {
        return switch (operator) {
            case "StringLike", "StringNotLike" -> Row.glob(value);
            case "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "Bool" -> Row.ignoringCase(value.text());
            case "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike" -> Row.arn(value);
            default -> Row.literal(value.text());
        };
    }
}
