package dev.glasshouse.service.s3;

import org.jspecify.annotations.Nullable;

/**
 * What a bucket may be called. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">General purpose bucket naming
 * rules</a>.
 */
final class BucketNames {

    private static final String NAMESPACE = "x-amz-bucket-namespace";

    private BucketNames() {}

    static void require(String name) {
        if (!valid(name)) {
            throw S3Errors.of("InvalidBucketName", 400, "The specified bucket is not valid.")
                    .with("BucketName", name);
        }
    }

    /**
     * Holds a name against the namespace that a request asks for. See
     * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html">Namespaces for general
     * purpose buckets</a>.
     *
     * @param namespace {@code global}, {@code account-regional} or null
     */
    static void requireNamespace(String name, @Nullable String namespace, String account, String region) {
        boolean own = name.endsWith("-" + account + "-" + region + "-an");
        boolean regional = own || ofSomeAccount(name);
        if (namespace == null && regional) {
            throw S3Errors.of(
                            "MissingNamespaceHeader",
                            400,
                            "The requested bucket is an account-regional namespace bucket, but your request is missing"
                                    + " the required " + NAMESPACE + " header.")
                    .with("Header", NAMESPACE);
        }
        boolean asked = "account-regional".equals(namespace);
        if (namespace != null && (asked ? !own : regional)) {
            throw S3Errors.of(
                            "InvalidNamespaceHeader",
                            400,
                            "The requested bucket name does not belong to the namespace of the " + NAMESPACE
                                    + " header.")
                    .with("Header", NAMESPACE);
        }
    }

    /** Whether a name ends in an account's id, a Region and {@code -an}. */
    private static boolean ofSomeAccount(String name) {
        if (!name.endsWith("-an")) {
            return false;
        }
        String[] parts = name.split("-");
        for (int i = 1; i < parts.length - 3; i++) {
            if (parts[i].length() == 12 && parts[i].chars().allMatch(c -> c >= '0' && c <= '9')) {
                return parts[parts.length - 2].chars().allMatch(c -> c >= '0' && c <= '9');
            }
        }
        return false;
    }

    /** Whether there can be a bucket of a name: older ones have more freedom than new ones. */
    static boolean couldBe(String name) {
        return name.length() >= 3
                && name.length() <= 255
                && name.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || c == '-'
                                || c == '.'
                                || c == '_');
    }

    private static boolean valid(String name) {
        boolean characters =
                name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.');
        if (name.length() < 3 || name.length() > 63 || !characters) {
            return false;
        }
        boolean ends = edge(name.charAt(0)) && edge(name.charAt(name.length() - 1));
        boolean prefix = name.startsWith("xn--") || name.startsWith("sthree-") || name.startsWith("amzn-s3-demo-");
        boolean suffix = name.endsWith("-s3alias")
                || name.endsWith("--ol-s3")
                || name.endsWith(".mrap")
                || name.endsWith("--x-s3")
                || name.endsWith("--table-s3");
        boolean labels = !name.contains("..") && !name.contains(".-") && !name.contains("-.");
        return ends && labels && !prefix && !suffix && !address(name);
    }

    private static boolean edge(char c) {
        return c != '-' && c != '.';
    }

    private static boolean address(String name) {
        String[] parts = name.split("\\.");
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }
}
