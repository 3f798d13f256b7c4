package dev.glasshouse.service.s3;

/**
 * What a bucket may be called. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">General purpose bucket naming
 * rules</a>.
 */
final class BucketNames {

    private BucketNames() {}

    static void require(String name) {
        if (!valid(name)) {
            throw S3Errors.of("InvalidBucketName", 400, "The specified bucket is not valid.")
                    .with("BucketName", name);
        }
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
