package dev.glasshouse.service.ssm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glasshouse.call.BusEvents;
import dev.glasshouse.call.BusEvents.BusEvent;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import dev.glasshouse.sandbox.Timer;
import dev.glasshouse.sandbox.Transaction;
import dev.glasshouse.service.ssm.ParameterRow.StoredPolicy;
import dev.glasshouse.service.ssm.ParameterRow.Version;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to advanced parameters by itself: they expire, and events tell that they will, or that they were not changed
 * for long. See
 * <a href="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policies.html">Assigning parameter
 * policies</a>.
 */
final class ParameterPolicies {

    static final String POLICY = "ssm.policy";

    private static final String EXPIRATION = "Expiration";
    private static final String EXPIRATION_NOTIFICATION = "ExpirationNotification";
    private static final String NO_CHANGE_NOTIFICATION = "NoChangeNotification";
    private static final int MOST = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BusEvents bus;

    ParameterPolicies(BusEvents bus) {
        this.bus = bus;
    }

    /** The policies of a request's JSON array; those of an empty object are none. */
    static List<StoredPolicy> parse(String text) {
        JsonNode array;
        try {
            array = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw attribute("The policies are not a JSON array.");
        }
        if (!array.isArray()) {
            throw attribute("The policies are not a JSON array.");
        }
        List<StoredPolicy> policies = new ArrayList<>();
        for (JsonNode policy : array) {
            if (policy.isObject() && policy.isEmpty()) {
                continue;
            }
            String type = policy.path("Type").asText();
            if (!List.of(EXPIRATION, EXPIRATION_NOTIFICATION, NO_CHANGE_NOTIFICATION)
                    .contains(type)) {
                throw SsmErrors.of(
                        "InvalidPolicyTypeException",
                        "The policy type isn't supported. Parameter Store supports the following policy types:"
                                + " Expiration, ExpirationNotification, and NoChangeNotification.");
            }
            check(type, policy);
            policies.add(new StoredPolicy(policy.toString(), type, "Pending"));
        }
        if (policies.size() > MOST) {
            throw SsmErrors.of(
                    "PoliciesLimitExceededException",
                    "You specified more than the maximum number of allowed policies for the parameter. The maximum is 10.");
        }
        long expirations = policies.stream()
                .filter(policy -> policy.type().equals(EXPIRATION))
                .count();
        boolean warned = policies.stream().anyMatch(policy -> policy.type().equals(EXPIRATION_NOTIFICATION));
        if (expirations > 1 || warned && expirations == 0) {
            throw SsmErrors.of(
                    "IncompatiblePolicyException",
                    "There is a conflict in the policies specified for this parameter. You can't, for example, specify two"
                            + " Expiration policies for a parameter. Review your policies, and try again.");
        }
        return policies;
    }

    private static RuntimeException attribute(String text) {
        return SsmErrors.of("InvalidPolicyAttributeException", text);
    }

    private static void check(String type, JsonNode policy) {
        JsonNode attributes = policy.path("Attributes");
        if (type.equals(EXPIRATION)) {
            if (timestamp(attributes).isEmpty()) {
                throw attribute("A policy attribute or its value is invalid: Timestamp");
            }
        } else if (span(attributes, type.equals(EXPIRATION_NOTIFICATION) ? "Before" : "After") == null) {
            throw attribute("A policy attribute or its value is invalid: a number and a Unit of Days or Hours");
        }
    }

    private static Optional<Instant> timestamp(JsonNode attributes) {
        try {
            return Optional.of(
                    OffsetDateTime.parse(attributes.path("Timestamp").asText()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Duration span(JsonNode attributes, String name) {
        String text = attributes.path(name).asText();
        boolean number = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            return null;
        }
        long value = Long.parseLong(text);
        return switch (attributes.path("Unit").asText()) {
            case "Days" -> Duration.ofDays(value);
            case "Hours" -> Duration.ofHours(value);
            default -> null;
        };
    }

    /** When a policy of a version is applied; empty where it never is. */
    private static Optional<Instant> due(Version version, StoredPolicy policy) {
        JsonNode attributes = json(policy).path("Attributes");
        return switch (policy.type()) {
            case EXPIRATION -> timestamp(attributes);
            case EXPIRATION_NOTIFICATION ->
                version.policies().stream()
                        .filter(other -> other.type().equals(EXPIRATION))
                        .findFirst()
                        .flatMap(expiration -> timestamp(json(expiration).path("Attributes")))
                        .flatMap(end ->
                                Optional.ofNullable(span(attributes, "Before")).map(end::minus));
            default -> Optional.ofNullable(span(attributes, "After")).map(version.modified()::plus);
        };
    }

    private static JsonNode json(StoredPolicy policy) {
        try {
            return JSON.readTree(policy.text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a policy is stored as it was read", e);
        }
    }

    /** Sets the timers of a parameter that was written. */
    static void schedule(Transaction tx, Scope scope, ParameterRow row) {
        Version version = row.latest();
        for (int i = 0; i < version.policies().size(); i++) {
            String subject = ParameterNames.key(row.name()) + "\n" + version.number() + "\n" + i;
            due(version, version.policies().get(i))
                    .map(time -> time.isBefore(tx.now()) ? tx.now() : time)
                    .ifPresent(time -> tx.schedule(new Timer(time, POLICY, scope.account(), scope.region(), subject)));
        }
    }

    /** Applies a policy whose time has come; one of a version that is not the latest any more has none. */
    void apply(Sandbox sandbox, Transaction tx, Timer timer) {
        String[] subject = timer.subject().split("\n", 3);
        Scope scope = Scope.region(timer.account(), timer.region());
        ParameterRow row = tx.get(Parameters.TABLE, scope, subject[0]).orElse(null);
        int index = Integer.parseInt(subject[2]);
        if (row == null
                || row.latest().number() != Long.parseLong(subject[1])
                || index >= row.latest().policies().size()) {
            return;
        }
        StoredPolicy policy = row.latest().policies().get(index);
        if (!policy.status().equals("Pending")) {
            return;
        }
        tell(tx, scope, row, policy);
        if (policy.type().equals(EXPIRATION)) {
            tx.remove(Parameters.TABLE, scope, subject[0]);
            tx.remove(Sharing.TABLE, scope, subject[0]);
            changed(bus, tx, scope, row, "Delete");
            return;
        }
        List<StoredPolicy> policies = new ArrayList<>(row.latest().policies());
        policies.set(index, new StoredPolicy(policy.text(), policy.type(), "Finished"));
        List<Version> versions = new ArrayList<>(row.versions());
        versions.set(versions.size() - 1, row.latest().withPolicies(policies));
        tx.put(Parameters.TABLE, scope, subject[0], row.withVersions(versions));
    }

    private void tell(Transaction tx, Scope scope, ParameterRow row, StoredPolicy policy) {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("parameter-name", row.name());
        detail.put("parameter-type", row.type());
        detail.put("policy-type", policy.type());
        detail.put("policy-content", policy.text());
        detail.put("action-status", "Success");
        bus.put(
                tx,
                new BusEvent(
                        scope.account(),
                        scope.region(),
                        "aws.ssm",
                        "Parameter Store Policy Action",
                        List.of(Parameters.arn(scope.account(), scope.region(), row.name())),
                        detail));
    }

    /** Tells that a parameter was changed. */
    static void changed(BusEvents bus, Transaction tx, Scope scope, ParameterRow row, String operation) {
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("operation", operation);
        detail.put("name", row.name());
        detail.put("type", row.type());
        if (row.latest().description() != null) {
            detail.put("description", row.latest().description());
        }
        bus.put(
                tx,
                new BusEvent(
                        scope.account(),
                        scope.region(),
                        "aws.ssm",
                        "Parameter Store Change",
                        List.of(Parameters.arn(scope.account(), scope.region(), row.name())),
                        detail));
    }
}
