package dev.glasshouse.wire;

import java.util.List;

/**
 * EC2's wording: it names one fault at a time, a missing parameter before a bad value. See
 * <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">Error codes for the EC2 API</a>.
 */
final class Ec2Validation implements ValidationDialect {

    @Override
    public WireError error(List<Violation> violations) {
        for (Violation violation : violations) {
            if (violation.rule() instanceof Rule.Required) {
                return WireError.of(
                        "MissingParameter", 400, "The request must contain the parameter " + violation.path());
            }
        }
        Violation first = violations.get(0);
        String value = first.hidden() ? "" : String.valueOf(first.value());
        return WireError.of(
                "InvalidParameterValue",
                400,
                "Value ( " + value + " ) for parameter " + first.path() + " is invalid." + expectation(first.rule()));
    }

    private static String expectation(Rule rule) {
        if (rule instanceof Rule.Least bound) {
            return " Expecting a value greater than " + bound.least().toPlainString() + ".";
        }
        if (rule instanceof Rule.Most bound) {
            return " Expecting a value less than or equal to " + bound.most().toPlainString() + ".";
        }
        if (rule instanceof Rule.ShortestLength bound) {
            return " Expecting at least " + bound.least().toPlainString() + " characters.";
        }
        if (rule instanceof Rule.LongestLength bound) {
            return " Expecting at most " + bound.most().toPlainString() + " characters.";
        }
        return rule instanceof Rule.OneOf allowed ? " Valid values are: " + String.join(", ", allowed.values()) : "";
    }
}
