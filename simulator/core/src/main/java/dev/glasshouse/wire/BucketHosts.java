package dev.glasshouse.wire;

import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.sigv4.UriText;
import java.util.List;
import java.util.Locale;

/**
 * Virtual-hosted S3 requests: the bucket's name stands in the host. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html">Virtual hosting of buckets</a>.
 */
public final class BucketHosts {

    private static final List<String> SUFFIXES = List.of(".s3.localhost", ".localhost");

    private BucketHosts() {}

    /** The path of a request as if the bucket stood in it. */
    public static String path(HttpRequest http) {
        String bucket = bucket(http.host().toLowerCase(Locale.ROOT));
        return bucket.isEmpty() ? http.rawPath() : "/" + bucket + http.rawPath();
    }

    /** What stands in a bucket's place in a request, in the host or at the beginning of the path; empty where nothing does. */
    public static String bucket(HttpRequest http) {
        String path = path(http).substring(1);
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        String decoded = PercentCoding.path(first);
        return decoded == null ? first : decoded;
    }

    /** The address of an object as a request's sender reaches it; slashes in its key are escaped too, as S3 does. */
    public static String location(HttpRequest http, String bucket, String key) {
        String inPath = path(http).equals(http.rawPath()) ? "/" + bucket : "";
        String scheme = http.connection().secure() ? "https://" : "http://";
        return scheme + http.host() + inPath + "/" + UriText.encode(key, false);
    }

    /** Whether the host is one of access points: {@code <name>-<account>.s3-accesspoint.<region>.amazonaws.com}. */
    public static boolean isAccessPoint(HttpRequest http) {
        return http.host().toLowerCase(Locale.ROOT).contains(".s3-accesspoint");
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
