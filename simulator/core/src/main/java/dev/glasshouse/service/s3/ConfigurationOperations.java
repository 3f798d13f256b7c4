package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;
import static dev.glasshouse.call.Operations.write;

import dev.glasshouse.api.s3.AccelerateConfiguration;
import dev.glasshouse.api.s3.DeleteBucketLifecycleRequest;
import dev.glasshouse.api.s3.DeleteBucketReplicationRequest;
import dev.glasshouse.api.s3.DeleteBucketWebsiteRequest;
import dev.glasshouse.api.s3.GetBucketAbacOutput;
import dev.glasshouse.api.s3.GetBucketAbacRequest;
import dev.glasshouse.api.s3.GetBucketAccelerateConfigurationOutput;
import dev.glasshouse.api.s3.GetBucketAccelerateConfigurationRequest;
import dev.glasshouse.api.s3.GetBucketLifecycleConfigurationOutput;
import dev.glasshouse.api.s3.GetBucketLifecycleConfigurationRequest;
import dev.glasshouse.api.s3.GetBucketLoggingOutput;
import dev.glasshouse.api.s3.GetBucketLoggingRequest;
import dev.glasshouse.api.s3.GetBucketNotificationConfigurationRequest;
import dev.glasshouse.api.s3.GetBucketReplicationOutput;
import dev.glasshouse.api.s3.GetBucketReplicationRequest;
import dev.glasshouse.api.s3.GetBucketWebsiteOutput;
import dev.glasshouse.api.s3.GetBucketWebsiteRequest;
import dev.glasshouse.api.s3.LifecycleRule;
import dev.glasshouse.api.s3.LoggingEnabled;
import dev.glasshouse.api.s3.NotificationConfiguration;
import dev.glasshouse.api.s3.PutBucketAbacRequest;
import dev.glasshouse.api.s3.PutBucketAccelerateConfigurationRequest;
import dev.glasshouse.api.s3.PutBucketLifecycleConfigurationOutput;
import dev.glasshouse.api.s3.PutBucketLifecycleConfigurationRequest;
import dev.glasshouse.api.s3.PutBucketLoggingRequest;
import dev.glasshouse.api.s3.PutBucketNotificationConfigurationRequest;
import dev.glasshouse.api.s3.PutBucketReplicationRequest;
import dev.glasshouse.api.s3.PutBucketWebsiteRequest;
import dev.glasshouse.api.s3.ReplicationConfiguration;
import dev.glasshouse.api.s3.ReplicationRule;
import dev.glasshouse.api.s3.WebsiteConfiguration;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configurations of which a bucket has one: checked and kept as S3 does. What they bring about (lifecycle, replication,
 * logging, notifications, websites) is not simulated yet.
 */
final class ConfigurationOperations {

    private static final String LIFECYCLE = Configurations.LIFECYCLE;
    private static final String REPLICATION = Configurations.REPLICATION;
    private static final String LOGGING = "logging";
    private static final String NOTIFICATION = "notification";
    private static final String WEBSITE = "website";
    private static final String LEAST_SIZE = "all_storage_classes_128K";

    private final LoggingRules loggingRules;

    /**
     * The operations.
     *
     * @param requests who may be named in grants
     */
    ConfigurationOperations(AclRequests requests) {
        this.loggingRules = new LoggingRules(requests);
    }

    List<Operation<?, ?>> all() {
        List<Operation<?, ?>> all = new ArrayList<>(lifecycle());
        all.addAll(replication());
        all.addAll(logging());
        all.addAll(notification());
        all.addAll(website());
        all.addAll(small());
        return all;
    }

    static AuthorizationPlan plan(Call call, String bucket, @Nullable String owner, String action) {
        return Buckets.plan(call, Buckets.require(call, bucket, owner), action);
    }

    private static ServiceException missing(String code, String text, String bucket) {
        return S3Errors.of(code, 404, text).with("BucketName", bucket);
    }

    private static List<Operation<?, ?>> lifecycle() {
        return List.of(
                read(
                        "GetBucketLifecycleConfiguration",
                        (GetBucketLifecycleConfigurationRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetLifecycleConfiguration"),
                        (in, call) -> Configurations.get(call.state(), in.bucket(), LIFECYCLE)
                                .map(row -> Configurations.read(GetBucketLifecycleConfigurationOutput.class, row))
                                .orElseThrow(() -> missing(
                                        "NoSuchLifecycleConfiguration",
                                        "The lifecycle configuration does not exist",
                                        in.bucket()))),
                write(
                        "PutBucketLifecycleConfiguration",
                        (PutBucketLifecycleConfigurationRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutLifecycleConfiguration"),
                        ConfigurationOperations::putLifecycle),
                change(
                        "DeleteBucketLifecycle",
                        (DeleteBucketLifecycleRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutLifecycleConfiguration"),
                        (in, call) -> Configurations.remove(call, in.bucket(), LIFECYCLE, "")));
    }

    private static PutBucketLifecycleConfigurationOutput putLifecycle(
            PutBucketLifecycleConfigurationRequest in, WriteCall call) {
        if (in.lifecycleConfiguration() == null) {
            throw S3Errors.malformedXml();
        }
        String least =
                in.transitionDefaultMinimumObjectSize() == null ? LEAST_SIZE : in.transitionDefaultMinimumObjectSize();
        List<LifecycleRule> rules = LifecycleRules.checked(
                in.lifecycleConfiguration().rules(), () -> RuleIds.next(call, "s3.lifecycle", in.bucket()));
        Configurations.put(call, in.bucket(), LIFECYCLE, "", new GetBucketLifecycleConfigurationOutput(rules, least));
        return new PutBucketLifecycleConfigurationOutput(least);
    }

    private static List<Operation<?, ?>> replication() {
        return List.of(
                read(
                        "GetBucketReplication",
                        (GetBucketReplicationRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetReplicationConfiguration"),
                        (in, call) -> new GetBucketReplicationOutput(
                                Configurations.get(call.state(), in.bucket(), REPLICATION)
                                        .map(row -> Configurations.read(ReplicationConfiguration.class, row))
                                        .orElseThrow(() -> missing(
                                                "ReplicationConfigurationNotFoundError",
                                                "The replication configuration was not found",
                                                in.bucket())))),
                change(
                        "PutBucketReplication",
                        ConfigurationOperations::planReplication,
                        ConfigurationOperations::putReplication),
                change(
                        "DeleteBucketReplication",
                        (DeleteBucketReplicationRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutReplicationConfiguration"),
                        (in, call) -> Configurations.remove(call, in.bucket(), REPLICATION, "")));
    }

    private static AuthorizationPlan planReplication(PutBucketReplicationRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        List<AuthorizationRequest> requests = new ArrayList<>();
        requests.add(Buckets.bucket(call, bucket, "PutReplicationConfiguration"));
        String role = in.replicationConfiguration().role();
        String[] parts = role.split(":", 6);
        if (parts.length == 6 && parts[2].equals("iam") && parts[5].startsWith("role/")) {
            requests.add(AuthorizationRequest.of("iam:PassRole", role, parts[4])
                    .withKeys(ContextKeys.builder()
                            .put("iam:PassedToService", "s3.amazonaws.com")
                            .put("iam:AssociatedResourceArn", bucket.arn())
                            .build()));
        }
        return new AuthorizationPlan(requests);
    }

    private static void putReplication(PutBucketReplicationRequest in, WriteCall call) {
        if (!Buckets.find(call, in.bucket()).versioning().enabled()) {
            throw S3Errors.invalidRequest(
                    "Versioning must be 'Enabled' on the bucket to apply a replication configuration");
        }
        ReplicationConfiguration asked = in.replicationConfiguration();
        List<ReplicationRule> rules = ReplicationRules.checked(call, in.bucket(), asked);
        Configurations.put(call, in.bucket(), REPLICATION, "", new ReplicationConfiguration(asked.role(), rules));
    }

    private List<Operation<?, ?>> logging() {
        return List.of(
                read(
                        "GetBucketLogging",
                        (GetBucketLoggingRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketLogging"),
                        (in, call) -> new GetBucketLoggingOutput(Configurations.get(call.state(), in.bucket(), LOGGING)
                                .map(row -> Configurations.read(LoggingEnabled.class, row))
                                .orElse(null))),
                change(
                        "PutBucketLogging",
                        (PutBucketLoggingRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketLogging"),
                        this::putLogging));
    }

    private void putLogging(PutBucketLoggingRequest in, WriteCall call) {
        LoggingEnabled asked = in.bucketLoggingStatus().loggingEnabled();
        if (asked == null) {
            Configurations.remove(call, in.bucket(), LOGGING, "");
            return;
        }
        loggingRules.require(call, Buckets.find(call, in.bucket()), asked);
        Configurations.put(call, in.bucket(), LOGGING, "", asked);
    }

    private static List<Operation<?, ?>> notification() {
        return List.of(
                read(
                        "GetBucketNotificationConfiguration",
                        (GetBucketNotificationConfigurationRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketNotification"),
                        (in, call) -> Configurations.get(call.state(), in.bucket(), NOTIFICATION)
                                .map(row -> Configurations.read(NotificationConfiguration.class, row))
                                .orElseGet(() ->
                                        NotificationConfiguration.builder().build())),
                change(
                        "PutBucketNotificationConfiguration",
                        (PutBucketNotificationConfigurationRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketNotification"),
                        (in, call) -> {
                            NotificationConfiguration checked = NotificationRules.checked(
                                    Buckets.find(call, in.bucket()),
                                    in.notificationConfiguration(),
                                    Boolean.TRUE.equals(in.skipDestinationValidation()),
                                    () -> RuleIds.next(call, "s3.notification", in.bucket()));
                            Configurations.put(call, in.bucket(), NOTIFICATION, "", checked);
                        }));
    }

    private static List<Operation<?, ?>> website() {
        return List.of(
                read(
                        "GetBucketWebsite",
                        (GetBucketWebsiteRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketWebsite"),
                        (in, call) -> {
                            WebsiteConfiguration site = Configurations.get(call.state(), in.bucket(), WEBSITE)
                                    .map(row -> Configurations.read(WebsiteConfiguration.class, row))
                                    .orElseThrow(() -> missing(
                                            "NoSuchWebsiteConfiguration",
                                            "The specified bucket does not have a website configuration",
                                            in.bucket()));
                            return new GetBucketWebsiteOutput(
                                    site.redirectAllRequestsTo(),
                                    site.indexDocument(),
                                    site.errorDocument(),
                                    site.routingRules());
                        }),
                change(
                        "PutBucketWebsite",
                        (PutBucketWebsiteRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketWebsite"),
                        (in, call) -> {
                            WebsiteRules.require(in.websiteConfiguration());
                            Configurations.put(call, in.bucket(), WEBSITE, "", in.websiteConfiguration());
                        }),
                change(
                        "DeleteBucketWebsite",
                        (DeleteBucketWebsiteRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "DeleteBucketWebsite"),
                        (in, call) -> Configurations.remove(call, in.bucket(), WEBSITE, "")));
    }

    private static List<Operation<?, ?>> small() {
        return List.of(
                read(
                        "GetBucketAccelerateConfiguration",
                        (GetBucketAccelerateConfigurationRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetAccelerateConfiguration"),
                        (in, call) -> new GetBucketAccelerateConfigurationOutput(
                                Configurations.get(call.state(), in.bucket(), Configurations.ACCELERATE)
                                        .map(row -> Configurations.read(AccelerateConfiguration.class, row)
                                                .status())
                                        .orElse(null),
                                null)),
                change(
                        "PutBucketAccelerateConfiguration",
                        (PutBucketAccelerateConfigurationRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutAccelerateConfiguration"),
                        (in, call) -> {
                            if (in.bucket().indexOf('.') >= 0) {
                                throw S3Errors.invalidRequest("S3 Transfer Acceleration is not supported for buckets"
                                        + " with periods (.) in their names");
                            }
                            if (in.accelerateConfiguration().status() == null) {
                                throw S3Errors.of(
                                        "IllegalAccelerateConfigurationException",
                                        400,
                                        "The Accelerate element must be specified");
                            }
                            Configurations.put(
                                    call, in.bucket(), Configurations.ACCELERATE, "", in.accelerateConfiguration());
                        }),
                read(
                        "GetBucketAbac",
                        (GetBucketAbacRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "GetBucketAbac"),
                        (in, call) -> new GetBucketAbacOutput(BucketAbac.status(call.state(), in.bucket()))),
                change(
                        "PutBucketAbac",
                        (PutBucketAbacRequest in, Call call) ->
                                plan(call, in.bucket(), in.expectedBucketOwner(), "PutBucketAbac"),
                        (in, call) -> {
                            if (in.abacStatus().status() == null) {
                                throw S3Errors.malformedXml();
                            }
                            Configurations.put(call, in.bucket(), BucketAbac.KIND, "", in.abacStatus());
                        }));
    }
}
