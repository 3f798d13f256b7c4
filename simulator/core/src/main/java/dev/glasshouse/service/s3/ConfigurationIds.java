package dev.glasshouse.service.s3;

/** The ids of configurations of which a bucket has several: up to 64 letters, digits, hyphens, underscores and dots. */
final class ConfigurationIds {

    private static final int LONGEST = 64;

    private ConfigurationIds() {}

    static boolean isValid(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && isPlain(id);
    }

    /** Whether an id has only the characters that it may have. */
    private static boolean isPlain(String id) {
        return id.chars()
                .allMatch(c ->
                        c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_.".indexOf(c) >= 0);
    }

    /**
     * Refuses an id in a document with words of its own.
     *
     * @param empty what is said of an empty id
     * @param length what is said of one that is too long
     */
    static void require(String id, String empty, String length) {
        String text = id.isEmpty()
                ? empty
                : id.length() > LONGEST
                        ? length
                        : isPlain(id) ? null : "Config Id does not match the pattern ^[a-zA-Z0-9\\-_.]+$";
        if (text != null) {
            throw S3Errors.of("InvalidConfigId", 400, text);
        }
    }
}
