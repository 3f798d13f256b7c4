package dev.glasshouse.service.s3;

import dev.glasshouse.api.s3.CreateBucketConfiguration;
import dev.glasshouse.api.s3.CreateBucketRequest;
import dev.glasshouse.api.s3.GetBucketLocationOutput;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.WriteCall;
import org.jspecify.annotations.Nullable;

/**
 * Where new buckets are. The endpoint of all Regions makes them anywhere, that of one Region only there; the first Region has
 * no name as a constraint, and {@code EU} is an old one of {@code eu-west-1}. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html">CreateBucket</a>.
 */
final class BucketLocations {

    private static final String LOCATION = "location";
    private static final String FIRST = "us-east-1";
    private static final String EUROPE = "EU";

    private BucketLocations() {}

    /** The constraint of a request; null where it has none. */
    static @Nullable String constraint(CreateBucketRequest in) {
        CreateBucketConfiguration configuration = in.createBucketConfiguration();
        return configuration == null ? null : configuration.locationConstraint();
    }

    /**
     * The Region of a new bucket.
     *
     * @throws dev.glasshouse.call.ServiceException if its constraint names none, or one that the endpoint does not serve
     */
    static String region(CreateBucketRequest in, Call call) {
        String constraint = constraint(in);
        if (constraint == null) {
            if (!call.region().equals(FIRST)) {
                throw incompatible("unspecified");
            }
            return FIRST;
        }
        String region = constraint.equals(EUROPE) ? "eu-west-1" : constraint;
        boolean none = region.equals(FIRST) || !Addressing.isRegion(region);
        if (none && (call.region().equals(FIRST) || region.isEmpty())) {
            throw S3Errors.of("InvalidLocationConstraint", 400, "The specified location-constraint is not valid")
                    .with("LocationConstraint", constraint);
        }
        if (!region.equals(call.region()) && !Addressing.isForAllRegions(call)) {
            throw incompatible(constraint);
        }
        return region;
    }

    private static RuntimeException incompatible(String constraint) {
        return S3Errors.of(
                "IllegalLocationConstraintException",
                400,
                "The " + constraint + " location constraint is incompatible for the region specific endpoint this"
                        + " request was sent to.");
    }

    /** Keeps the constraint where the Region does not tell it. */
    static void keep(WriteCall call, CreateBucketRequest in) {
        String constraint = constraint(in);
        if (EUROPE.equals(constraint)) {
            Configurations.put(call, in.bucket(), LOCATION, "", new GetBucketLocationOutput(constraint));
        }
    }

    /** The location of a bucket; without a constraint in the first Region. */
    static GetBucketLocationOutput get(Call call, BucketRow bucket) {
        return Configurations.get(call.state(), bucket.name(), LOCATION)
                .map(row -> Configurations.read(GetBucketLocationOutput.class, row))
                .orElseGet(() -> new GetBucketLocationOutput(bucket.region().equals(FIRST) ? null : bucket.region()));
    }
}
