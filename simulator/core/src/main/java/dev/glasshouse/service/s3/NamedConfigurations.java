package dev.glasshouse.service.s3;

import static dev.glasshouse.call.Operations.change;
import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.s3.AnalyticsConfiguration;
import dev.glasshouse.api.s3.DeleteBucketAnalyticsConfigurationRequest;
import dev.glasshouse.api.s3.DeleteBucketIntelligentTieringConfigurationRequest;
import dev.glasshouse.api.s3.DeleteBucketInventoryConfigurationRequest;
import dev.glasshouse.api.s3.DeleteBucketMetricsConfigurationRequest;
import dev.glasshouse.api.s3.GetBucketAnalyticsConfigurationOutput;
import dev.glasshouse.api.s3.GetBucketAnalyticsConfigurationRequest;
import dev.glasshouse.api.s3.GetBucketIntelligentTieringConfigurationOutput;
import dev.glasshouse.api.s3.GetBucketIntelligentTieringConfigurationRequest;
import dev.glasshouse.api.s3.GetBucketInventoryConfigurationOutput;
import dev.glasshouse.api.s3.GetBucketInventoryConfigurationRequest;
import dev.glasshouse.api.s3.GetBucketMetricsConfigurationOutput;
import dev.glasshouse.api.s3.GetBucketMetricsConfigurationRequest;
import dev.glasshouse.api.s3.IntelligentTieringConfiguration;
import dev.glasshouse.api.s3.InventoryConfiguration;
import dev.glasshouse.api.s3.ListBucketAnalyticsConfigurationsOutput;
import dev.glasshouse.api.s3.ListBucketAnalyticsConfigurationsRequest;
import dev.glasshouse.api.s3.ListBucketIntelligentTieringConfigurationsOutput;
import dev.glasshouse.api.s3.ListBucketIntelligentTieringConfigurationsRequest;
import dev.glasshouse.api.s3.ListBucketInventoryConfigurationsOutput;
import dev.glasshouse.api.s3.ListBucketInventoryConfigurationsRequest;
import dev.glasshouse.api.s3.ListBucketMetricsConfigurationsOutput;
import dev.glasshouse.api.s3.ListBucketMetricsConfigurationsRequest;
import dev.glasshouse.api.s3.MetricsConfiguration;
import dev.glasshouse.api.s3.PutBucketAnalyticsConfigurationRequest;
import dev.glasshouse.api.s3.PutBucketIntelligentTieringConfigurationRequest;
import dev.glasshouse.api.s3.PutBucketInventoryConfigurationRequest;
import dev.glasshouse.api.s3.PutBucketMetricsConfigurationRequest;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import dev.glasshouse.call.Pages;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.policy.ContextKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations of which a bucket has several by id: analytics, metrics, inventory and intelligent tiering. */
final class NamedConfigurations {

    private static final int MOST_SHOWN = 100;
    private static final int MOST = 1000;
    private static final String ANALYTICS = "analytics";
    private static final String METRICS = "metrics";
    private static final String INVENTORY = "inventory";
    private static final String TIERING = "intelligent-tiering";

    private NamedConfigurations() {}

    static List<Operation<?, ?>> all() {
        List<Operation<?, ?>> all = new ArrayList<>(analytics());
        all.addAll(metrics());
        all.addAll(inventory());
        all.addAll(tiering());
        return all;
    }

    private static <R extends ApiRecord> R get(Call call, String bucket, String kind, String id, Class<R> type) {
        return Configurations.get(call.state(), bucket, kind, id)
                .map(row -> Configurations.read(type, row))
                .orElseThrow(NamedConfigurations::missing);
    }

    private static ServiceException missing() {
        return S3Errors.of("NoSuchConfiguration", 404, "The specified configuration does not exist.");
    }

    private static void put(WriteCall call, String bucket, String kind, String id, ApiRecord asked) {
        boolean another = Configurations.get(call.state(), bucket, kind, id).isEmpty();
        if (another && Configurations.all(call.state(), bucket, kind, "").size() >= MOST) {
            throw S3Errors.of(
                    "TooManyConfigurations",
                    400,
                    "You have attempted to create more configurations than the 1000 allowed.");
        }
        Configurations.put(call, bucket, kind, id, asked);
    }

    private static void remove(WriteCall call, String bucket, String kind, String id) {
        requireId(id);
        if (Configurations.get(call.state(), bucket, kind, id).isEmpty()) {
            throw missing();
        }
        Configurations.remove(call, bucket, kind, id);
    }

    /** A page of configurations of a kind. */
    private record Page<R>(List<R> shown, @Nullable String next) {
        /** Absent where there is none, as S3 shows it. */
        @Nullable
        List<R> orAbsent() {
            return shown.isEmpty() ? null : shown;
        }
    }

    private static <R extends ApiRecord> Page<R> page(
            Call call, String bucket, String kind, @Nullable String token, Class<R> type) {
        String after = "";
        if (token != null) {
            after = Pages.read(call, kind, bucket, token)
                    .orElseThrow(() -> S3Errors.of(
                            "MalformedContinuationToken", 400, "The continuation-token you provided invalid."));
        }
        List<R> shown = new ArrayList<>();
        String last = null;
        for (Map.Entry<ConfigurationKey, ConfigurationRow> row :
                Configurations.all(call.state(), bucket, kind, after)) {
            if (shown.size() == MOST_SHOWN) {
                return new Page<>(shown, Pages.token(call, kind, bucket, String.valueOf(last)));
            }
            shown.add(Configurations.read(type, row.getValue()));
            last = row.getKey().id();
        }
        return new Page<>(shown, null);
    }

    private static List<Operation<?, ?>> analytics() {
        return List.of(
                read(
                        "GetBucketAnalyticsConfiguration",
                        (GetBucketAnalyticsConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "GetAnalyticsConfiguration"),
                        (in, call) -> new GetBucketAnalyticsConfigurationOutput(
                                get(call, in.bucket(), ANALYTICS, in.id(), AnalyticsConfiguration.class))),
                read(
                        "ListBucketAnalyticsConfigurations",
                        (ListBucketAnalyticsConfigurationsRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "GetAnalyticsConfiguration"),
                        (in, call) -> {
                            Page<AnalyticsConfiguration> page = page(
                                    call, in.bucket(), ANALYTICS, in.continuationToken(), AnalyticsConfiguration.class);
                            return new ListBucketAnalyticsConfigurationsOutput(
                                    page.next() != null, in.continuationToken(), page.next(), page.orAbsent());
                        }),
                change(
                        "PutBucketAnalyticsConfiguration",
                        (PutBucketAnalyticsConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "PutAnalyticsConfiguration"),
                        (in, call) -> {
                            requireId(in.id());
                            AnalyticsRules.require(in.id(), in.analyticsConfiguration());
                            put(call, in.bucket(), ANALYTICS, in.id(), in.analyticsConfiguration());
                        }),
                change(
                        "DeleteBucketAnalyticsConfiguration",
                        (DeleteBucketAnalyticsConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "PutAnalyticsConfiguration"),
                        (in, call) -> remove(call, in.bucket(), ANALYTICS, in.id())));
    }

    /** The id in the query must be there; the one in the document is held against it. */
    private static void requireId(String asked) {
        if (asked.isEmpty()) {
            throw S3Errors.of("InvalidConfigurationId", 400, "The specified configuration id is invalid.");
        }
    }

    private static List<Operation<?, ?>> metrics() {
        return List.of(
                read(
                        "GetBucketMetricsConfiguration",
                        (GetBucketMetricsConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "GetMetricsConfiguration"),
                        (in, call) -> new GetBucketMetricsConfigurationOutput(
                                get(call, in.bucket(), METRICS, in.id(), MetricsConfiguration.class))),
                read(
                        "ListBucketMetricsConfigurations",
                        (ListBucketMetricsConfigurationsRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "GetMetricsConfiguration"),
                        (in, call) -> {
                            Page<MetricsConfiguration> page = page(
                                    call, in.bucket(), METRICS, in.continuationToken(), MetricsConfiguration.class);
                            return new ListBucketMetricsConfigurationsOutput(
                                    page.next() != null, in.continuationToken(), page.next(), page.orAbsent());
                        }),
                change(
                        "PutBucketMetricsConfiguration",
                        (PutBucketMetricsConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "PutMetricsConfiguration"),
                        (in, call) -> {
                            requireId(in.id());
                            MetricsRules.require(in.id(), in.metricsConfiguration());
                            put(call, in.bucket(), METRICS, in.id(), in.metricsConfiguration());
                        }),
                change(
                        "DeleteBucketMetricsConfiguration",
                        (DeleteBucketMetricsConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "PutMetricsConfiguration"),
                        (in, call) -> remove(call, in.bucket(), METRICS, in.id())));
    }

    private static List<Operation<?, ?>> inventory() {
        return List.of(
                read(
                        "GetBucketInventoryConfiguration",
                        (GetBucketInventoryConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "GetInventoryConfiguration"),
                        (in, call) -> new GetBucketInventoryConfigurationOutput(
                                get(call, in.bucket(), INVENTORY, in.id(), InventoryConfiguration.class))),
                read(
                        "ListBucketInventoryConfigurations",
                        (ListBucketInventoryConfigurationsRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "GetInventoryConfiguration"),
                        (in, call) -> {
                            Page<InventoryConfiguration> page = page(
                                    call, in.bucket(), INVENTORY, in.continuationToken(), InventoryConfiguration.class);
                            return new ListBucketInventoryConfigurationsOutput(
                                    in.continuationToken(), page.orAbsent(), page.next() != null, page.next());
                        }),
                change(
                        "PutBucketInventoryConfiguration",
                        (PutBucketInventoryConfigurationRequest in, Call call) -> planInventory(in, call),
                        (in, call) -> {
                            InventoryConfiguration asked = in.inventoryConfiguration();
                            InventoryRules.require(in.id(), asked);
                            put(call, in.bucket(), INVENTORY, in.id(), asked);
                        }),
                change(
                        "DeleteBucketInventoryConfiguration",
                        (DeleteBucketInventoryConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "PutInventoryConfiguration"),
                        (in, call) -> remove(call, in.bucket(), INVENTORY, in.id())));
    }

    private static List<Operation<?, ?>> tiering() {
        return List.of(
                read(
                        "GetBucketIntelligentTieringConfiguration",
                        (GetBucketIntelligentTieringConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "GetIntelligentTieringConfiguration"),
                        (in, call) -> new GetBucketIntelligentTieringConfigurationOutput(
                                get(call, in.bucket(), TIERING, in.id(), IntelligentTieringConfiguration.class))),
                read(
                        "ListBucketIntelligentTieringConfigurations",
                        (ListBucketIntelligentTieringConfigurationsRequest in, Call call) ->
                                ConfigurationOperations.plan(
                                        call,
                                        in.bucket(),
                                        in.expectedBucketOwner(),
                                        "GetIntelligentTieringConfiguration"),
                        (in, call) -> {
                            Page<IntelligentTieringConfiguration> page = page(
                                    call,
                                    in.bucket(),
                                    TIERING,
                                    in.continuationToken(),
                                    IntelligentTieringConfiguration.class);
                            return new ListBucketIntelligentTieringConfigurationsOutput(
                                    page.next() != null, in.continuationToken(), page.next(), page.orAbsent());
                        }),
                change(
                        "PutBucketIntelligentTieringConfiguration",
                        (PutBucketIntelligentTieringConfigurationRequest in, Call call) -> ConfigurationOperations.plan(
                                call, in.bucket(), in.expectedBucketOwner(), "PutIntelligentTieringConfiguration"),
                        (in, call) -> {
                            requireId(in.id());
                            TieringRules.require(in.id(), in.intelligentTieringConfiguration());
                            put(call, in.bucket(), TIERING, in.id(), in.intelligentTieringConfiguration());
                        }),
                change(
                        "DeleteBucketIntelligentTieringConfiguration",
                        (DeleteBucketIntelligentTieringConfigurationRequest in, Call call) ->
                                ConfigurationOperations.plan(
                                        call,
                                        in.bucket(),
                                        in.expectedBucketOwner(),
                                        "PutIntelligentTieringConfiguration"),
                        (in, call) -> remove(call, in.bucket(), TIERING, in.id())));
    }

    /** The optional fields that inventories would show are told to conditions. */
    private static AuthorizationPlan planInventory(PutBucketInventoryConfigurationRequest in, Call call) {
        BucketRow bucket = Buckets.require(call, in.bucket(), in.expectedBucketOwner());
        List<String> fields = in.inventoryConfiguration().optionalFields();
        ContextKeys.Builder keys = ContextKeys.builder();
        if (fields != null && !fields.isEmpty()) {
            keys.putAll("s3:InventoryAccessibleOptionalFields", fields);
        }
        return AuthorizationPlan.of(Buckets.on(call, bucket, "PutInventoryConfiguration", bucket.arn(), keys.build()));
    }
}
