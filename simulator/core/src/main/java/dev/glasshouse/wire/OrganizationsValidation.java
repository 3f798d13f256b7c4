package dev.glasshouse.wire;

import java.util.List;

/** Organizations' wording: a fixed text for each kind of constraint, and a word for it in {@code Reason}. */
final class OrganizationsValidation implements ValidationDialect {

    @Override
    public WireError error(List<Violation> violations) {
        Rule rule = violations.get(0).rule();
        if (rule instanceof Rule.LongestLength) {
            return invalid("MAX_LENGTH_EXCEEDED", "You exceeded the maximum length for a value.");
        }
        if (rule instanceof Rule.ShortestLength) {
            return invalid("MIN_LENGTH_EXCEEDED", "You provided a value that is shorter than allowed.");
        }
        if (rule instanceof Rule.Most) {
            return invalid("MAX_VALUE_EXCEEDED", "You provided a numeric value that is larger than allowed.");
        }
        if (rule instanceof Rule.Least) {
            return invalid("MIN_VALUE_EXCEEDED", "You provided a numeric value that is smaller than allowed.");
        }
        if (rule instanceof Rule.Matches || rule instanceof Rule.Elements) {
            return invalid("INVALID_PATTERN", "You provided a value that does not match the required pattern.");
        }
        if (rule instanceof Rule.OneOf) {
            return invalid("INVALID_ENUM", "You specified an invalid value.");
        }
        return invalid("INPUT_REQUIRED", "You must include a value for all required parameters.");
    }

    private static WireError invalid(String reason, String text) {
        return WireError.of("InvalidInputException", 400, text).with("Reason", reason);
    }
}
