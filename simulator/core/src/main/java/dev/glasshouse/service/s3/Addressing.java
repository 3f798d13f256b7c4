package dev.glasshouse.service.s3;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.s3.AccelerateConfiguration;
import dev.glasshouse.api.s3.ListObjectsRequest;
import dev.glasshouse.api.s3.ListObjectsV2Request;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.Signing;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.reference.RegionNames;
import dev.glasshouse.wire.BucketHosts;
import dev.glasshouse.wire.QueryString;
import dev.glasshouse.wire.WireError;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request was sent to where its bucket is, and to the owner it expects. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html">Making requests over REST: redirection</a>.
 */
final class Addressing {

    private static final String ACCELERATED = ".s3-accelerate.";
    private static final String DOMAIN = ".amazonaws.com";
    private static final String FIRST = "us-east-1";

    private Addressing() {}

    /** Sends a request on that came to another Region's endpoint, or was signed for another Region. */
    static void requireRegion(Call call, BucketRow bucket) {
        // services find buckets by themselves, and the location of every bucket is told in the first Region
        if (!call.calledVia().isEmpty()) {
            return;
        }
        requireAccelerated(call, bucket);
        String endpoint = endpoint(call.http().host());
        boolean elsewhere = endpoint != null && !endpoint.equals(bucket.region());
        if (!elsewhere && bucket.region().equals(call.region()) || call.region().equals(FIRST) && asksLocation(call)) {
            return;
        }
        boolean signed = call.signing().namesRegion();
        if (elsewhere) {
            // who signs for another Region than the endpoint's is told so before he is sent on
            throw signed && !call.region().equals(endpoint)
                    ? wrongScope(call, String.valueOf(endpoint))
                    : redirect(bucket);
        }
        if (!signed) {
            return;
        }
        boolean global =
                endpoint != null || isAws(call.http().host()) || call.region().equals(FIRST);
        throw global ? wrongScope(call, bucket.region()) : redirect(bucket);
    }

    /** The accelerating endpoint leads only to buckets that want it. */
    private static void requireAccelerated(Call call, BucketRow bucket) {
        if (!call.http().host().toLowerCase(Locale.ROOT).contains(ACCELERATED)) {
            return;
        }
        String status = Configurations.get(call.state(), bucket.name(), Configurations.ACCELERATE)
                .map(row ->
                        Configurations.read(AccelerateConfiguration.class, row).status())
                .orElse("");
        if (!status.equals("Enabled")) {
            throw S3Errors.invalidRequest(
                    status.isEmpty()
                            ? "S3 Transfer Acceleration is not configured on this bucket"
                            : "S3 Transfer Acceleration is disabled on this bucket");
        }
    }

    private static boolean asksLocation(Call call) {
        QueryString query = QueryString.parse(call.http().rawQuery());
        return query != null && query.contains("location");
    }

    /** Whether an answer says where the bucket is: those that send on do, and all that ask for the bucket itself or its list. */
    static boolean tellsRegion(Call call, @Nullable ApiRecord input, @Nullable WireError error) {
        String path = BucketHosts.path(call.http());
        int slash = path.indexOf('/', 1);
        boolean whole = slash < 0 || slash == path.length() - 1;
        boolean list = input instanceof ListObjectsRequest || input instanceof ListObjectsV2Request;
        return whole && (list || call.http().method().equals("HEAD"))
                || error != null
                        && (error.code().equals("PermanentRedirect")
                                || error.details().containsKey("Region"));
    }

    private static boolean isAws(String host) {
        return host.toLowerCase(Locale.ROOT).contains(DOMAIN);
    }

    /** The Region whose endpoint a host is; null for the one of all Regions and for this machine. */
    private static @Nullable String endpoint(String hostAndPort) {
        int port = hostAndPort.lastIndexOf(':');
        String host = (port < 0 ? hostAndPort : hostAndPort.substring(0, port)).toLowerCase(Locale.ROOT);
        if (!host.endsWith(DOMAIN)) {
            return null;
        }
        String left = host.substring(0, host.length() - DOMAIN.length());
        String last = left.substring(left.lastIndexOf('.') + 1);
        String region = last.startsWith("s3-") ? last.substring("s3-".length()) : last;
        return isRegion(region) ? region : null;
    }

    private static ServiceException wrongScope(Call call, String expected) {
        boolean query = call.signing().method() == Signing.Method.QUERY;
        String what = "the region '" + call.region() + "' is wrong; expecting '" + expected + "'";
        return (query
                        ? S3Errors.of(
                                "AuthorizationQueryParametersError",
                                400,
                                "Error parsing the X-Amz-Credential parameter; " + what)
                        : S3Errors.of(
                                "AuthorizationHeaderMalformed", 400, "The authorization header is malformed; " + what))
                .with("Region", expected);
    }

    private static ServiceException redirect(BucketRow bucket) {
        return S3Errors.of(
                        "PermanentRedirect",
                        301,
                        "The bucket you are attempting to access must be addressed using the specified endpoint. Please"
                                + " send all future requests to this endpoint.")
                .with(
                        "Endpoint",
                        bucket.name() + ".s3" + (bucket.region().equals(FIRST) ? "" : "." + bucket.region()) + DOMAIN)
                .with("Bucket", bucket.name());
    }

    /** Whether a request came to the endpoint that serves all Regions, which this machine's address is in the first one. */
    static boolean isForAllRegions(Call call) {
        return call.region().equals(FIRST) && endpoint(call.http().host()) == null;
    }

    /** Whether a name is that of a Region in which buckets can be. */
    static boolean isRegion(String name) {
        return RegionNames.AWS.contains(name);
    }

    /** Refuses an expected owner that is no account. */
    static void requireAccount(@Nullable String expectedOwner) {
        if (expectedOwner != null && !PolicyPrincipal.isAccount(expectedOwner)) {
            throw S3Errors.of(
                    "InvalidBucketOwnerAWSAccountID",
                    400,
                    "The value of the expected bucket owner parameter must be an AWS Account ID... [" + expectedOwner
                            + "]");
        }
    }
}
