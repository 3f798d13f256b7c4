package dev.glasshouse.apigen;

import java.util.Locale;
import java.util.Set;

/** Java names for the model's names. */
final class Names {

    private static final Set<String> TAKEN = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "final",
            "finally",
            "float",
            "for",
            "goto",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "short",
            "static",
            "strictfp",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "transient",
            "try",
            "void",
            "volatile",
            "while",
            "true",
            "false",
            "null",
            "record",
            "yield",
            "var",
            "clone",
            "finalize",
            "getClass",
            "hashCode",
            "notify",
            "notifyAll",
            "toString",
            "wait",
            "shapeName",
            "memberCount",
            "builder",
            "toBuilder");

    private static final Set<String> JAVA_LANG = Set.of(
            "Object",
            "Error",
            "Record",
            "String",
            "Integer",
            "Long",
            "Boolean",
            "Double",
            "Float",
            "Override",
            "List",
            "Map",
            "Instant",
            "Process",
            "Module",
            "Package",
            "Character",
            "Byte",
            "Short",
            "Number",
            "Builder");

    private Names() {}

    /** A record's name; those that Java or the records themselves use get the service's id in front. */
    static String record(String serviceId, String shape) {
        String name = Character.toUpperCase(shape.charAt(0)) + shape.substring(1);
        return JAVA_LANG.contains(name) ? serviceId.replaceAll("[^A-Za-z0-9]", "") + name : name;
    }

    /** A component's name: leading capitals are one word, so {@code AWSAccountId} is {@code awsAccountId}. */
    static String component(String member) {
        int capitals = 0;
        while (capitals < member.length() && Character.isUpperCase(member.charAt(capitals))) {
            capitals++;
        }
        boolean wordFollows = capitals < member.length() && Character.isLowerCase(member.charAt(capitals));
        int small = capitals > 1 && wordFollows ? capitals - 1 : Math.max(1, capitals);
        String name = member.substring(0, small).toLowerCase(Locale.ROOT) + member.substring(small);
        name = name.replaceAll("[^A-Za-z0-9_]", "_");
        return TAKEN.contains(name) ? name + "_" : name;
    }

    /** A constant's name for an enum value. */
    static String constant(String value) {
        String name = value.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .toUpperCase(Locale.ROOT);
        if (name.isEmpty()) {
            return "EMPTY";
        }
        return Character.isDigit(name.charAt(0)) ? "_" + name : name;
    }

    /** The package of a service's records: its name with only letters and digits. */
    static String packageOf(String service) {
        return "dev.glasshouse.api." + service.replaceAll("[^a-z0-9]", "");
    }
}
