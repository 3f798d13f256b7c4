package dev.glasshouse.service.ssm;

import dev.glasshouse.api.ssm.Parameter;
import dev.glasshouse.call.Call;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Parameters that AWS publishes: the newest images of Amazon Linux, and where AWS is. See
 * <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html">Working with
 * public parameters</a>. Image ids are made up; they are the same wherever they are asked for.
 */
final class PublicParameters {

    private static final String PREFIX = "/aws/service/";
    private static final String IMAGES = PREFIX + "ami-amazon-linux-latest/";
    private static final String PLACES = PREFIX + "global-infrastructure/";
    private static final Instant PUBLISHED = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<String> IMAGE_NAMES = List.of(
            "al2023-ami-kernel-6.1-arm64",
            "al2023-ami-kernel-6.1-x86_64",
            "al2023-ami-kernel-default-arm64",
            "al2023-ami-kernel-default-x86_64",
            "al2023-ami-minimal-kernel-default-arm64",
            "al2023-ami-minimal-kernel-default-x86_64",
            "amzn2-ami-hvm-arm64-gp2",
            "amzn2-ami-hvm-x86_64-ebs",
            "amzn2-ami-hvm-x86_64-gp2",
            "amzn2-ami-kernel-5.10-hvm-arm64-gp2",
            "amzn2-ami-kernel-5.10-hvm-x86_64-gp2");

    private static final Map<String, String> REGIONS = Map.ofEntries(
            Map.entry("us-east-1", "US East (N. Virginia)"),
            Map.entry("us-east-2", "US East (Ohio)"),
            Map.entry("us-west-1", "US West (N. California)"),
            Map.entry("us-west-2", "US West (Oregon)"),
            Map.entry("ca-central-1", "Canada (Central)"),
            Map.entry("sa-east-1", "South America (Sao Paulo)"),
            Map.entry("eu-central-1", "Europe (Frankfurt)"),
            Map.entry("eu-north-1", "Europe (Stockholm)"),
            Map.entry("eu-west-1", "Europe (Ireland)"),
            Map.entry("eu-west-2", "Europe (London)"),
            Map.entry("eu-west-3", "Europe (Paris)"),
            Map.entry("ap-northeast-1", "Asia Pacific (Tokyo)"),
            Map.entry("ap-northeast-2", "Asia Pacific (Seoul)"),
            Map.entry("ap-northeast-3", "Asia Pacific (Osaka)"),
            Map.entry("ap-south-1", "Asia Pacific (Mumbai)"),
            Map.entry("ap-southeast-1", "Asia Pacific (Singapore)"),
            Map.entry("ap-southeast-2", "Asia Pacific (Sydney)"));

    private static final Map<String, String> SERVICES = Map.of(
            "iam", "AWS Identity and Access Management (IAM)",
            "kms", "AWS Key Management Service",
            "s3", "Amazon Simple Storage Service (S3)",
            "secretsmanager", "AWS Secrets Manager",
            "ssm", "AWS Systems Manager",
            "sts", "AWS Security Token Service (STS)",
            "cloudtrail", "AWS CloudTrail",
            "organizations", "AWS Organizations");

    private PublicParameters() {}

    /** Whether a name or path is AWS's own. */
    static boolean isPublic(String name) {
        return name.startsWith(PREFIX) || (name + "/").equals(PREFIX);
    }

    static Optional<Parameter> get(Call call, String name) {
        return Optional.ofNullable(all(call.region()).get(name)).map(value -> parameter(call.region(), name, value));
    }

    /** The parameters under a path. */
    static NavigableMap<String, Parameter> under(Call call, String path, boolean recursive) {
        NavigableMap<String, Parameter> found = new TreeMap<>();
        all(call.region()).forEach((name, value) -> {
            if (ParameterNames.under(path, name, recursive)) {
                found.put(name, parameter(call.region(), name, value));
            }
        });
        return found;
    }

    private static Parameter parameter(String region, String name, String value) {
        return Parameter.builder()
                .name(name)
                .type("String")
                .value(value)
                .version(1L)
                .lastModifiedDate(PUBLISHED)
                .arn(Parameters.arn("", region, name))
                .dataType(name.startsWith(IMAGES) ? "aws:ec2:image" : "text")
                .build();
    }

    private static Map<String, String> all(String region) {
        Map<String, String> all = new TreeMap<>();
        IMAGE_NAMES.forEach(image -> all.put(IMAGES + image, image(region, image)));
        all.put(PLACES + "current-region", region);
        REGIONS.forEach((code, name) -> {
            String path = PLACES + "regions/" + code;
            all.put(path, code);
            all.put(path + "/longName", name);
            all.put(path + "/partition", "aws");
            all.put(path + "/domain", "amazonaws.com");
        });
        SERVICES.forEach((code, name) -> {
            all.put(PLACES + "services/" + code, code);
            all.put(PLACES + "services/" + code + "/longName", name);
        });
        return all;
    }

    private static String image(String region, String name) {
        long high = 0xcbf29ce484222325L;
        String text = region + "/" + name;
        for (int i = 0; i < text.length(); i++) {
            high = (high ^ text.charAt(i)) * 0x100000001b3L;
        }
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(high)
                .putLong(high * 0x9E3779B97F4A7C15L)
                .array();
        StringBuilder id = new StringBuilder("ami-0");
        for (int i = 0; i < 8; i++) {
            id.append(String.format(Locale.ROOT, "%02x", bytes[2 * i]));
        }
        return id.toString();
    }
}
