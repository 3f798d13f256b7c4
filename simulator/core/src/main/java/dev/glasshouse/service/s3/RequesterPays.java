package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.s3.GetBucketRequestPaymentOutput;
import dev.glasshouse.api.s3.GetBucketRequestPaymentRequest;
import dev.glasshouse.api.s3.PutBucketRequestPaymentRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.Operation;
import java.util.List;

/**
 * Requester pays: requesters of other accounts must say that they pay, and then learn that they did. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html">Using Requester Pays general
 * purpose buckets</a>.
 */
final class RequesterPays {

    static final String CHARGED = "x-amz-request-charged";

    private static final String HEADER = "x-amz-request-payer";
    private static final String REQUESTER = "requester";

    private RequesterPays() {}

    static List<Operation<?, ?>> operations() {
        return List.of(
                read(
                        "GetBucketRequestPayment",
                        (GetBucketRequestPaymentRequest in, Call call) -> Buckets.plan(
                                call,
                                Buckets.require(call, in.bucket(), in.expectedBucketOwner()),
                                "GetBucketRequestPayment"),
                        (in, call) -> new GetBucketRequestPaymentOutput(
                                BucketAccess.of(call.state(), in.bucket()).requesterPays()
                                        ? "Requester"
                                        : "BucketOwner")),
                change(
                        "PutBucketRequestPayment",
                        (PutBucketRequestPaymentRequest in, Call call) -> Buckets.plan(
                                call,
                                Buckets.require(call, in.bucket(), in.expectedBucketOwner()),
                                "PutBucketRequestPayment"),
                        (in, call) -> BucketAccess.of(call.tx(), in.bucket())
                                .withRequesterPays(
                                        in.requestPaymentConfiguration().payer().equals("Requester"))
                                .put(call.tx(), in.bucket())));
    }

    /** Whether a request to a bucket is at the cost of who makes it. */
    private static boolean charges(Call call, BucketRow bucket) {
        Caller caller = call.caller();
        return caller.kind() != Caller.Kind.SERVICE
                && !caller.account().equals(bucket.account())
                && BucketAccess.of(call.state(), bucket.name()).requesterPays();
    }

    private static boolean takesPayer(String operation) {
        Structure input = ServiceCatalog.service("s3")
                .operation(operation)
                .map(OperationModel::input)
                .orElse(null);
        return input != null && input.member("RequestPayer") != null;
    }

    /** Refuses who does not say that they pay; nobody pays without credentials. */
    static void require(Call call, BucketRow bucket, RequestFacts facts) {
        boolean pays = REQUESTER.equals(facts.header(HEADER)) && !call.caller().isAnonymous();
        if (!pays && charges(call, bucket) && takesPayer(facts.operation())) {
            throw S3Errors.accessDenied();
        }
    }

    /** Whether the answer to a request says that it was charged, for the bucket or for that which is copied from. */
    static boolean charged(Call call, BucketRow bucket) {
        return call.http().headers().first(HEADER).filter(REQUESTER::equals).isPresent()
                && (charges(call, bucket)
                        || CopySource.bucket(call)
                                .filter(source -> charges(call, source))
                                .isPresent());
    }
}
