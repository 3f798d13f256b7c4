package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.Bytes;
import dev.glasshouse.api.model.Constraints;
import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.MapShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Shape;
import dev.glasshouse.api.model.Structure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks a decoded input against its model: required members, lengths, ranges, patterns, enums, nested ones too. */
public final class ConstraintChecker {

    private static final int MOST_VIOLATIONS = 100;

    private final List<Violation> violations = new ArrayList<>();

    private ConstraintChecker() {}

    /**
     * Refuses an input that breaks a constraint.
     *
     * @throws WireException with the service's code and wording
     */
    public static void require(ServiceModel service, OperationModel operation, ApiRecord input) throws WireException {
        Structure shape = operation.input();
        if (shape == null) {
            return;
        }
        List<Violation> violations = violations(shape, input);
        if (!violations.isEmpty()) {
            throw new WireException(ValidationDialect.of(service).error(violations));
        }
    }

    /** What an input breaks, in the order of the model's members; at most a hundred. */
    public static List<Violation> violations(Structure shape, ApiRecord input) {
        ConstraintChecker checker = new ConstraintChecker();
        checker.structure(input, shape, "", null);
        return List.copyOf(checker.violations);
    }

    private void structure(ApiRecord record, Structure shape, String prefix, @Nullable Member top) {
        for (Member member : shape.members()) {
            Object value = record.member(member.index());
            if (value == null && !member.required()) {
                continue;
            }
            Member outer = top == null ? member : top;
            String path = prefix + lowerFirst(member.name());
            if (value != null) {
                value(value, member.shape(), path, member, outer);
            } else {
                add(new Violation(path, new Rule.Required(), null, false, member, outer));
            }
        }
    }

    private void value(Object value, Shape shape, String path, Member member, Member top) {
        boolean hidden = shape.sensitive() || value instanceof Bytes;
        for (Rule rule : broken(value, shape)) {
            add(new Violation(path, rule, value, hidden, member, top));
        }
        if (violations.size() >= MOST_VIOLATIONS) {
            return;
        }
        if (shape instanceof Structure structure) {
            structure((ApiRecord) value, structure, path + ".", top);
        } else if (shape instanceof ListShape list) {
            elements((List<?>) value, list, path, member, top);
        } else if (shape instanceof MapShape map) {
            entries((Map<?, ?>) value, map, path, member, top);
        }
    }

    private void elements(List<?> elements, ListShape shape, String path, Member member, Member top) {
        if (shape.member() instanceof Scalar scalar) {
            if (breaksAny(elements, scalar)) {
                boolean hidden = shape.sensitive() || scalar.sensitive() || scalar.kind() == Scalar.Kind.BLOB;
                add(new Violation(path, new Rule.Elements(Rules.of(scalar)), elements, hidden, member, top));
            }
            return;
        }
        for (int i = 0; i < elements.size() && violations.size() < MOST_VIOLATIONS; i++) {
            Object element = elements.get(i);
            if (element != null) {
                value(element, shape.member(), path + "." + (i + 1) + ".member", member, top);
            }
        }
    }

    private void entries(Map<?, ?> entries, MapShape shape, String path, Member member, Member top) {
        boolean hidden =
                shape.sensitive() || shape.key().sensitive() || shape.value().sensitive();
        if (breaksAny(entries.keySet(), shape.key())) {
            add(new Violation(path, new Rule.Keys(Rules.of(shape.key())), entries, hidden, member, top));
        }
        if (shape.value() instanceof Scalar scalar) {
            if (breaksAny(entries.values(), scalar)) {
                add(new Violation(path, new Rule.Values(Rules.of(scalar)), entries, hidden, member, top));
            }
            return;
        }
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            if (entry.getValue() != null && violations.size() < MOST_VIOLATIONS) {
                value(entry.getValue(), shape.value(), path + "." + entry.getKey() + ".member", member, top);
            }
        }
    }

    private static boolean breaksAny(Iterable<?> values, Scalar shape) {
        if (shape.constraints().equals(Constraints.NONE) && shape.enumValues().isEmpty()) {
            return false;
        }
        for (Object value : values) {
            if (value != null && !broken(value, shape).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void add(Violation violation) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(violation);
        }
    }

    private static List<Rule> broken(Object value, Shape shape) {
        Constraints constraints = Rules.constraints(shape);
        boolean noEnum =
                !(shape instanceof Scalar scalar) || scalar.enumValues().isEmpty();
        if (constraints.equals(Constraints.NONE) && noEnum) {
            return List.of();
        }
        List<Rule> broken = new ArrayList<>(1);
        for (Rule rule : Rules.of(shape)) {
            if (breaks(value, rule)) {
                // AWS names a pattern before a length
                if (rule instanceof Rule.Matches) {
                    broken.add(0, rule);
                } else {
                    broken.add(rule);
                }
            }
        }
        return broken;
    }

    private static boolean breaks(Object value, Rule rule) {
        if (rule instanceof Rule.LongestLength bound) {
            return BigDecimal.valueOf(length(value)).compareTo(bound.most()) > 0;
        }
        if (rule instanceof Rule.ShortestLength bound) {
            return BigDecimal.valueOf(length(value)).compareTo(bound.least()) < 0;
        }
        if (rule instanceof Rule.Most bound) {
            return number(value).compareTo(bound.most()) > 0;
        }
        if (rule instanceof Rule.Least bound) {
            return number(value).compareTo(bound.least()) < 0;
        }
        if (rule instanceof Rule.Matches pattern) {
            return value instanceof String text && !ModelPattern.matches(pattern.pattern(), text);
        }
        return rule instanceof Rule.OneOf allowed && !allowed.values().contains(value.toString());
    }

    private static int length(Object value) {
        if (value instanceof String text) {
            return text.codePointCount(0, text.length());
        }
        if (value instanceof Bytes bytes) {
            return bytes.size();
        }
        if (value instanceof List<?> list) {
            return list.size();
        }
        return value instanceof Map<?, ?> map ? map.size() : 0;
    }

    private static BigDecimal number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            // what is no number lies outside every range
            return Double.isFinite(number) ? BigDecimal.valueOf(number) : BigDecimal.valueOf(Double.MAX_VALUE);
        }
        return value instanceof Number whole ? BigDecimal.valueOf(whole.longValue()) : BigDecimal.ZERO;
    }

    /** The name as AWS writes it in a path: the first letter small, {@code SAMLAssertion} as {@code sAMLAssertion}. */
    static String lowerFirst(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
