package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.s3.CORSRule;
import dev.glasshouse.api.s3.DeleteBucketCorsRequest;
import dev.glasshouse.api.s3.GetBucketCorsOutput;
import dev.glasshouse.api.s3.GetBucketCorsRequest;
import dev.glasshouse.api.s3.PutBucketCorsRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.OperationFacts;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bucket's CORS configuration. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html">Elements of a CORS
 * configuration</a>.
 */
final class CorsOperations {

    private static final int MOST_RULES = 100;
    private static final int MOST_BYTES = 64 << 10;
    private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "HEAD");

    private CorsOperations() {}

    static List<Operation<?, ?>> all() {
        return List.of(
                read(
                        "GetBucketCors",
                        (GetBucketCorsRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "GetBucketCORS"),
                        (in, call) -> {
                            List<BucketAccess.CorsRule> rules =
                                    BucketAccess.of(call.state(), in.bucket()).cors();
                            if (rules == null) {
                                throw S3Errors.of(
                                                "NoSuchCORSConfiguration", 404, "The CORS configuration does not exist")
                                        .with("BucketName", in.bucket());
                            }
                            return new GetBucketCorsOutput(
                                    rules.stream().map(CorsOperations::shown).toList());
                        }),
                change(
                        "PutBucketCors",
                        OperationFacts.DEFAULT.withBodyCap(MOST_BYTES),
                        (PutBucketCorsRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "PutBucketCORS"),
                        (in, call) -> BucketAccess.of(call.tx(), in.bucket())
                                .withCors(rules(in.corsConfiguration().corsRules()))
                                .put(call.tx(), in.bucket())),
                change(
                        "DeleteBucketCors",
                        (DeleteBucketCorsRequest in, Call call) -> Buckets.plan(
                                call, Buckets.require(call, in.bucket(), in.expectedBucketOwner()), "PutBucketCORS"),
                        (in, call) -> BucketAccess.of(call.tx(), in.bucket())
                                .withCors(null)
                                .put(call.tx(), in.bucket())));
    }

    private static CORSRule shown(BucketAccess.CorsRule rule) {
        return CORSRule.builder()
                .id(rule.id())
                .allowedHeaders(rule.allowedHeaders())
                .allowedMethods(rule.allowedMethods())
                .allowedOrigins(rule.allowedOrigins())
                .exposeHeaders(rule.exposeHeaders())
                .maxAgeSeconds(rule.maxAgeSeconds())
                .build();
    }

    private static List<BucketAccess.CorsRule> rules(@Nullable List<CORSRule> asked) {
        if (asked == null || asked.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        if (asked.size() > MOST_RULES) {
            throw S3Errors.invalidRequest(
                    "The number of CORS rules should not exceed allowed limit of " + MOST_RULES + " rules.");
        }
        return asked.stream().map(CorsOperations::rule).toList();
    }

    private static BucketAccess.CorsRule rule(CORSRule asked) {
        if (asked.allowedMethods().isEmpty() || asked.allowedOrigins().isEmpty()) {
            throw S3Errors.malformedXml();
        }
        for (String method : asked.allowedMethods()) {
            if (!METHODS.contains(method)) {
                throw S3Errors.invalidRequest(
                        "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
            }
        }
        oneWildcard("AllowedOrigin", asked.allowedOrigins());
        oneWildcard("AllowedHeader", asked.allowedHeaders());
        for (String header : Records.list(asked.allowedHeaders())) {
            requireToken("AllowedHeader", header);
        }
        for (String header : Records.list(asked.exposeHeaders())) {
            if (header.indexOf('*') >= 0) {
                throw S3Errors.invalidRequest("ExposeHeader \"" + header
                        + "\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
            }
            requireToken("ExposeHeader", header);
        }
        return new BucketAccess.CorsRule(
                asked.id(),
                asked.allowedHeaders(),
                asked.allowedMethods(),
                asked.allowedOrigins(),
                asked.exposeHeaders(),
                asked.maxAgeSeconds());
    }

    /** A header's name has letters, digits and a few signs; an empty one is none. */
    private static void requireToken(String element, String header) {
        boolean token = !header.isEmpty()
                && header.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
        if (!token) {
            throw S3Errors.invalidRequest(element + " \"" + header + "\" contains invalid character.");
        }
    }

    private static void oneWildcard(String element, @Nullable List<String> values) {
        for (String value : Records.list(values)) {
            if (value.indexOf('*') != value.lastIndexOf('*')) {
                throw S3Errors.invalidRequest(element + " \"" + value + "\" can not have more than one wildcard.");
            }
        }
    }
}
