package dev.glasshouse.wire;

import dev.glasshouse.api.model.Constraints;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The rules that a type's constraints stand for. */
final class Rules {

    private Rules() {}

    static Constraints constraints(Shape shape) {
        if (shape instanceof Scalar scalar) {
            return scalar.constraints();
        }
        if (shape instanceof ListShape list) {
            return list.constraints();
        }
        return shape instanceof MapShape map ? map.constraints() : Constraints.NONE;
    }

    /** All rules of a type in the order in which AWS lists them: upper bound, lower bound, pattern, enum. */
    static List<Rule> of(Shape shape) {
        Constraints constraints = constraints(shape);
        boolean length = !(shape instanceof Scalar scalar)
                || scalar.kind() == Scalar.Kind.STRING
                || scalar.kind() == Scalar.Kind.BLOB;
        List<Rule> rules = new ArrayList<>();
        BigDecimal max = constraints.max();
        if (max != null) {
            rules.add(length ? new Rule.LongestLength(max) : new Rule.Most(max));
        }
        BigDecimal min = constraints.min();
        if (min != null) {
            rules.add(length ? new Rule.ShortestLength(min) : new Rule.Least(min));
        }
        String pattern = constraints.pattern();
        if (pattern != null) {
            rules.add(new Rule.Matches(pattern));
        }
        if (shape instanceof Scalar scalar && !scalar.enumValues().isEmpty()) {
            rules.add(new Rule.OneOf(scalar.enumValues()));
        }
        return rules;
    }
}
