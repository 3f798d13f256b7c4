package dev.glasshouse.gateway;

import dev.glasshouse.wire.http.HttpRequest;
import java.util.List;
import java.util.Locale;

/**
 * Virtual-hosted S3 requests: the bucket's name stands in the host. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html">Virtual hosting of buckets</a>.
 */
final class BucketHosts {

    private static final List<String> SUFFIXES = List.of(".s3.localhost", ".localhost");

    private BucketHosts() {}

    /** The path of a request as if the bucket stood in it. */
    static String path(HttpRequest http) {
        String bucket = bucket(http.host().toLowerCase(Locale.ROOT));
        return bucket.isEmpty() ? http.rawPath() : "/" + bucket + http.rawPath();
    }

    private static String bucket(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
        for (String suffix : SUFFIXES) {
            if (host.endsWith(suffix)) {
                String left = host.substring(0, host.length() - suffix.length());
                return left.equals("s3") ? "" : left;
            }
        }
        if (!host.endsWith(".amazonaws.com")) {
            return "";
        }
        // <bucket>.s3.amazonaws.com, <bucket>.s3.<region>.amazonaws.com, <bucket>.s3-<region>.amazonaws.com
        String left = host.substring(0, host.length() - ".amazonaws.com".length());
        int at = Math.max(left.lastIndexOf(".s3."), left.lastIndexOf(".s3-"));
        if (left.endsWith(".s3")) {
            return left.substring(0, left.length() - 3);
        }
        return at < 0 ? "" : left.substring(0, at);
    }
}
