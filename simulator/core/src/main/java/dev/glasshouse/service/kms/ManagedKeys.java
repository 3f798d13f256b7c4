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
    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "s3", "Default key that protects my S3 objects when no other key is defined",
            "cloudtrail", "Default key that protects my CloudTrail log files when no other key is defined",
            "secretsmanager", "Default key that protects my Secrets Manager data when no other key is defined",
            "ebs", "Default key that protects my EBS volumes when no other key is defined");

    private ManagedKeys() {}

    /** The service that a managed alias belongs to: {@code s3}. */
    private static String service(String alias) {
        return alias.substring(PREFIX.length());
    }

    /** The id of a managed key that the calling service may have made: the same for the same account and Region. */
    static Optional<String> idFor(Call call, String account, String region, String alias) {
        List<String> via = call.calledVia();
        boolean wanted = alias.startsWith(PREFIX)
                && !via.isEmpty()
                && via.get(via.size() - 1).equals(service(alias) + ".amazonaws.com");
        if (!wanted) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(call.sandbox().keyFor("kms/" + alias + "/" + account + "/" + region));
        long high = bytes.getLong() & ~0xf000L | 0x4000L;
        long low = bytes.getLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
        return Optional.of(new UUID(high, low).toString());
    }

    /** The policy of a managed key. */
    static String policy(String alias, String account, String region) {
        String service = service(alias);
        String name = service.equals("s3") ? "S3" : service;
        return """
                {"Version":"2012-10-17","Id":"auto-%1$s-2","Statement":[\
                {"Sid":"Allow access through %2$s for all principals in the account that are authorized to use %2$s",\
                "Effect":"Allow","Principal":{"AWS":"*"},\
                "Action":["kms:Encrypt","kms:Decrypt","kms:ReEncrypt*","kms:GenerateDataKey*","kms:DescribeKey"],\
                "Resource":"*","Condition":{"StringEquals":{"kms:CallerAccount":"%3$s",\
                "kms:ViaService":"%1$s.%4$s.amazonaws.com"}}},\
                {"Sid":"Allow direct access to key metadata to the account","Effect":"Allow",\
                "Principal":{"AWS":"arn:aws:iam::%3$s:root"},\
                "Action":["kms:Describe*","kms:Get*","kms:List*","kms:RevokeGrant"],"Resource":"*"}]}""".formatted(service, name, account, region);
    }

    /** The key, made now if this is its first use. */
    static KeyRow made(WriteCall call, KeyFactory factory, Keys.Named named) {
        String alias = named.alias();
        if (named.row() != null || alias == null || !alias.startsWith(PREFIX)) {
            return named.found();
        }
        String description = DESCRIPTIONS.getOrDefault(
                service(alias),
                "Default key that protects my " + service(alias) + " data when no other key is defined");
        KeyRow row = factory.managed(call, named.id(), description, policy(alias, named.account(), named.region()))
                .withRotation(new KeyRow.Rotation(true, 365, call.now().plus(YEAR), 0));
        Scope scope = Scope.region(named.account(), named.region());
        call.tx().put(Keys.TABLE, scope, row.id(), row);
        call.tx().put(Keys.ALIASES, scope, alias, new AliasRow(alias, row.id(), call.now(), call.now()));
        Rotations.schedule(call.tx(), named.account(), named.region(), row);
        return row;
    }
}
