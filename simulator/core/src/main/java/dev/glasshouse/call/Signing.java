package dev.glasshouse.call;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a call proved who makes it.
 *
 * @param method the carrier of the signature
 * @param algorithm the signature's form, such as {@code AWS4-HMAC-SHA256}; an empty text where it was not signed
 * @param signedAt when it was signed, in the sandbox's time; null where it was not, or where its form does not say
 */
public record Signing(
        Method method, String algorithm, @Nullable Instant signedAt) {

    /** Not signed. */
    public static final Signing NONE = new Signing(Method.NONE, "", null);

    /** Whether it was signed at all. */
    public boolean signed() {
        return !algorithm.isEmpty();
    }

    /** Whether its signature names a Region; S3's older form does not. */
    public boolean namesRegion() {
        return algorithm.startsWith("AWS4");
    }

    /** The carriers, with the value that S3's {@code s3:authType} has for them and the trail's name. */
    public enum Method {
        NONE("", ""),
        HEADER("REST-HEADER", "AuthHeader"),
        QUERY("REST-QUERY-STRING", "QueryString"),
        POST("POST", "HtmlForm");

        private final String s3AuthType;
        private final String trailName;

        Method(String s3AuthType, String trailName) {
            this.s3AuthType = s3AuthType;
            this.trailName = trailName;
        }

        public String s3AuthType() {
            return s3AuthType;
        }

        public String trailName() {
            return trailName;
        }
    }
}
