package dev.glasshouse.service.s3;

import dev.glasshouse.call.Age;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.SandboxTraits;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names beside canonical user ids, which S3's oldest Regions told until November 2025. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Owner.html">Owner</a>.
 */
final class DisplayNames {

    private static final Set<String> REGIONS = Set.of(
            "us-east-1",
            "us-west-1",
            "us-west-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-northeast-1",
            "eu-west-1",
            "sa-east-1");

    private DisplayNames() {}

    /** The name of an account, for which its id has to do; null where S3 tells none. */
    static @Nullable String of(Call call, String account) {
        return account.isEmpty() || !told(call) ? null : account;
    }

    /** The name of who began an upload: that of a user or session is the end of its ARN. */
    static @Nullable String ofInitiator(Call call, @Nullable String initiator, String account) {
        if (initiator == null || !initiator.startsWith("arn:")) {
            return of(call, account);
        }
        return told(call) ? initiator.substring(initiator.lastIndexOf('/') + 1) : null;
    }

    private static boolean told(Call call) {
        return REGIONS.contains(call.region())
                && SandboxTraits.of(call.state()).age().compareTo(Age.Y2026) < 0;
    }
}
