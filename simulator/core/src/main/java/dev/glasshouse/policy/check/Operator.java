package dev.glasshouse.policy.check;

import dev.glasshouse.policy.condition.ConditionOperators;

/**
 * A condition operator as it is written.
 *
 * @param name as it stands in the policy
 * @param qualifier {@code ForAllValues}, {@code ForAnyValue} or nothing
 * @param plain without qualifier and suffix
 * @param ifExists whether it has the suffix {@code IfExists}
 */
record Operator(String name, String qualifier, String plain, boolean ifExists) {

    private static final String IF_EXISTS = "IfExists";

    static Operator of(String name) {
        boolean qualified = name.startsWith("ForAllValues:") || name.startsWith("ForAnyValue:");
        String qualifier = qualified ? name.substring(0, name.indexOf(':')) : "";
        String rest = qualified ? name.substring(name.indexOf(':') + 1) : name;
        boolean ifExists = rest.endsWith(IF_EXISTS);
        String plain = ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest;
        return new Operator(name, qualifier, plain, ifExists);
    }

    boolean exists() {
        return plain.equals("Null") || ConditionOperators.isNamed(plain);
    }

    boolean isNegated() {
        return plain.contains("Not");
    }

    /** Whether its values are patterns. */
    boolean isLike() {
        return plain.equals("StringLike") || plain.equals("StringNotLike") || plain.startsWith("Arn");
    }

    boolean isText() {
        return plain.startsWith("String") || plain.startsWith("Arn");
    }
}
