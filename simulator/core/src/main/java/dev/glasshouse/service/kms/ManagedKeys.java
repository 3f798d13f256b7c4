package dev.glasshouse.service.kms;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Scope;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The keys that AWS services make for an account at their first use, such as {@code aws/s3}. Everyone of the account may
 * use them through their service and nobody otherwise; nobody may change them. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk">AWS managed keys</a>.
 */
final class ManagedKeys {

    private static final String PREFIX = "alias/aws/";
    private static final Duration YEAR = Duration.ofDays(365);
    /**
     * A service with a key of its own.
     *
     * @param via the service that uses it, as {@code kms:ViaService} names it without its Region
     * @param title its name in the policy
     * @param object what the key protects
     * @param grants whether it makes grants on the key
     */
    private record Owner(String via, String title, String object, boolean grants) {}

    private static final Map<String, Owner> OWNERS = Map.ofEntries(
            Map.entry("s3", new Owner("s3", "S3", "S3 objects", false)),
            Map.entry(
                    "secretsmanager", new Owner("secretsmanager", "AWS Secrets Manager", "Secrets Manager data", true)),
            Map.entry("ssm", new Owner("ssm", "SSM", "SSM parameters", false)),
            Map.entry("ebs", new Owner("ec2", "EBS", "EBS volumes", true)),
            Map.entry("lambda", new Owner("lambda", "AWS Lambda", "Lambda functions", true)),
            Map.entry("dynamodb", new Owner("dynamodb", "Amazon DynamoDB", "DynamoDB data", true)),
            Map.entry("rds", new Owner("rds", "RDS", "RDS database volumes", true)),
            Map.entry("sns", new Owner("sns", "SNS", "SNS data", false)),
            Map.entry("sqs", new Owner("sqs", "SQS", "SQS messages", false)),
            Map.entry("kinesis", new Owner("kinesis", "Kinesis", "Kinesis data", false)),
            Map.entry("codecommit", new Owner("codecommit", "CodeCommit", "CodeCommit repositories", false)),
            Map.entry("cloudtrail", new Owner("cloudtrail", "CloudTrail", "CloudTrail log files", false)));

    private ManagedKeys() {}

    private static String name(String alias) {
        return alias.substring(PREFIX.length());
    }

    /** The service that a managed alias belongs to. */
    private static Owner owner(String alias) {
        String name = name(alias);
        return OWNERS.getOrDefault(name, new Owner(name, name, name + " data", false));
    }

    /** The id of a managed key that the calling service may have made. */
    static Optional<String> idFor(Call call, String account, String region, String alias) {
        List<String> via = call.calledVia();
        boolean wanted = alias.startsWith(PREFIX)
                && !via.isEmpty()
                && via.get(via.size() - 1).equals(owner(alias).via() + ".amazonaws.com");
        return wanted ? Optional.of(id(call, account, region, alias)) : Optional.empty();
    }

    /**
     * The key of an alias that AWS has predefined, still to be made; empty where the text names no such alias of the
     * caller's account, or one that has its key.
     */
    static Optional<Keys.Named> predefined(Call call, String text) {
        String account = call.caller().account();
        String own = Keys.aliasArn(account, call.region(), "");
        String alias = text.startsWith(own) ? text.substring(own.length()) : text;
        boolean known = alias.startsWith(PREFIX) && OWNERS.containsKey(name(alias));
        if (!known
                || call.state()
                        .get(Keys.ALIASES, Scope.region(account, call.region()), alias)
                        .isPresent()) {
            return Optional.empty();
        }
        String id = id(call, account, call.region(), alias);
        return Optional.of(new Keys.Named(account, call.region(), id, null, alias));
    }

    /** The id of a managed key: the same for the same account and Region. */
    private static String id(Call call, String account, String region, String alias) {
        ByteBuffer bytes = ByteBuffer.wrap(call.sandbox().keyFor("kms/" + alias + "/" + account + "/" + region));
        long high = bytes.getLong() & ~0xf000L | 0x4000L;
        long low = bytes.getLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** The policy of a managed key. */
    static String policy(String alias, String account, String region) {
        Owner owner = owner(alias);
        String grants = owner.grants() ? "\"kms:CreateGrant\"," : "";
        return """
                {"Version":"2012-10-17","Id":"auto-%1$s-2","Statement":[\
                {"Sid":"Allow access through %2$s for all principals in the account that are authorized to use %2$s",\
                "Effect":"Allow","Principal":{"AWS":"*"},\
                "Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*",%6$s"kms:DescribeKey"],\
                "Resource":"*","Condition":{"StringEquals":{"kms:CallerAccount":"%3$s",\
                "kms:ViaService":"%5$s.%4$s.amazonaws.com"}}},\
                {"Sid":"Allow direct access to key metadata to the account","Effect":"Allow",\
                "Principal":{"AWS":"arn:aws:iam::%3$s:root"},\
                "Action":["kms:Describe*","kms:Get*","kms:List*","kms:RevokeGrant"],"Resource":"*"}]}""".formatted(name(alias), owner.title(), account, region, owner.via(), grants);
    }

    /** The key, made now if this is its first use. */
    static KeyRow made(WriteCall call, KeyFactory factory, Keys.Named named) {
        String alias = named.alias();
        if (named.row() != null || alias == null || !alias.startsWith(PREFIX)) {
            return named.found();
        }
        String description = "Default key that protects my " + owner(alias).object() + " when no other key is defined";
        KeyRow row = factory.managed(call, named.id(), description, policy(alias, named.account(), named.region()))
                .withRotation(new KeyRow.Rotation(true, 365, call.now().plus(YEAR), 0));
        Scope scope = Scope.region(named.account(), named.region());
        call.tx().put(Keys.TABLE, scope, row.id(), row);
        call.tx().put(Keys.ALIASES, scope, alias, new AliasRow(alias, row.id(), call.now(), call.now()));
        Rotations.schedule(call.tx(), named.account(), named.region(), row);
        return row;
    }
}
