package dev.glasshouse.wire;

import java.math.BigDecimal;
import java.util.List;

/** A constraint of the model that a value may break. */
public sealed interface Rule {

    /** A member that must be there. */
    record Required() implements Rule {}

    /** A bound on the length of a text in code points, of a blob in bytes, of a list or map in entries. */
    record LongestLength(BigDecimal most) implements Rule {}

    /** See {@link LongestLength}. */
    record ShortestLength(BigDecimal least) implements Rule {}

    /** A bound on a number. */
    record Most(BigDecimal most) implements Rule {}

    /** A bound on a number. */
    record Least(BigDecimal least) implements Rule {}

    /** A regular expression that the whole text must match. */
    record Matches(String pattern) implements Rule {}

    /** The values that an enum allows. */
    record OneOf(List<String> values) implements Rule {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** What each simple element of a list must satisfy. */
    record Elements(List<Rule> rules) implements Rule {
        public Elements {
            rules = List.copyOf(rules);
        }
    }

    /** What each key of a map must satisfy. */
    record Keys(List<Rule> rules) implements Rule {
        public Keys {
            rules = List.copyOf(rules);
        }
    }

    /** What each simple value of a map must satisfy. */
    record Values(List<Rule> rules) implements Rule {
        public Values {
            rules = List.copyOf(rules);
        }
    }
}
