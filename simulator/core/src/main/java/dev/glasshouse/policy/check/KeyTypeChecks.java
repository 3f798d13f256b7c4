package dev.glasshouse.policy.check;

import dev.glasshouse.policy.reference.KeyTypes;
import dev.glasshouse.policy.reference.KeyTypes.KeyType;

/** Operators against the types of the keys that they compare. */
final class KeyTypeChecks {

    private KeyTypeChecks() {}

    static void run(Parts.Line line, Findings findings) {
        KeyType type = KeyTypes.of(line.key()).orElse(null);
        if (type == null) {
            return;
        }
        if (line.operator().qualifier().equals("ForAllValues") && !type.many()) {
            findings.security(
                    "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
                    "Using ForAllValues qualifier with the single-valued condition key " + line.key()
                            + " can be overly permissive. We recommend that you remove ForAllValues:.",
                    line.values());
        }
        String plain = line.operator().plain();
        String instead = "Use the operator type " + title(type.name()) + " instead of operator "
                + line.operator().name() + " for the condition key " + line.key() + ".";
        if (type.name().equals("ARN") && (plain.equals("StringLike") || plain.equals("StringNotLike"))) {
            findings.security("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", instead, line.values());
        } else if (!fits(plain, type.name())) {
            findings.warning("TYPE_MISMATCH", instead, line.values());
        }
    }

    /** Any key can be asked for, and texts may be ARNs: of an encryption context AWS's own policies compare them as such. */
    private static boolean fits(String plain, String type) {
        if (plain.equals("Null") || plain.startsWith("Binary")) {
            return true;
        }
        return switch (type) {
            case "ARN" -> plain.startsWith("Arn") || plain.startsWith("String");
            case "Bool" -> plain.equals("Bool");
            case "Numeric" -> plain.startsWith("Numeric");
            case "Date" -> plain.startsWith("Date");
            case "IPAddress" -> plain.endsWith("IpAddress");
            default -> plain.startsWith("String") || plain.startsWith("Arn");
        };
    }

    private static String title(String type) {
        return type.equals("Bool") ? "Boolean" : type.equals("IPAddress") ? "IP address" : type;
    }
}
