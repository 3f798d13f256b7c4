package dev.glasshouse.call;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.TimerHandler;
import dev.glasshouse.sandbox.Transaction;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A simulated service of AWS: its tables, its operations, its timers and the way it writes the trail. */
public interface Service {

    /** The name of its model: {@code iam}. */
    String name();

    /** The kinds of rows it keeps. */
    List<Table<?, ?>> tables();

    /** The operations it simulates; all others of its model answer that they are not simulated. */
    List<Operation<?, ?>> operations();

    /** Its timers by kind, such as {@code kms.rotate}. */
    default Map<String, TimerHandler> timers() {
        return Map.of();
    }

    /** Its timers whose work calls other services, by kind, such as {@code secretsmanager.rotate}. */
    default Map<String, DueWork> dueWork() {
        return Map.of();
    }

    /** An operation's plan with what the service adds to the questions of all of its operations, such as condition keys. */
    default AuthorizationPlan completed(String operation, ApiRecord input, Call call, AuthorizationPlan plan) {
        return plan;
    }

    /**
     * A question about one of its resources, for an operation that is not simulated: with the resource's policy and owner,
     * where it has the resource.
     */
    default AuthorizationRequest guard(AuthorizationRequest asked, Call call) {
        return asked;
    }

    /** The ARNs of the resources that it has in an account; none where it tells of none. */
    default List<String> resources(StateReader state, String account) {
        return List.of();
    }

    /**
     * Whether a fault of a request's body is told only to who may make the call, because the service reads bodies after it has
     * authorised.
     *
     * @param operation the operation that the request is for
     * @param fault what is wrong with the body
     */
    default boolean authorisesBefore(String operation, WireError fault) {
        return false;
    }

    /**
     * The path labels of a request as its operations are to see them: a service may know a resource by several names.
     *
     * @param labels by label name, such as {@code Bucket}
     * @throws ServiceException where a name leads nowhere
     */
    default Map<String, String> labels(HttpRequest http, Map<String, String> labels, StateReader state) {
        return labels;
    }

    /**
     * Header fields that an answer has beside those of its output or error, such as what a browser's page may read.
     *
     * @param error the error, or null for an output
     */
    default Map<String, String> headers(Call call, @Nullable ApiRecord input, @Nullable WireError error) {
        return Map.of();
    }

    /** As {@link #headers(Call, ApiRecord, WireError)}, for a request that was refused before it became a call. */
    default Map<String, String> headers(HttpRequest http, StateReader state) {
        return Map.of();
    }

    /** The answer to a browser's preflight request ({@code OPTIONS}); empty where the service has none. */
    default Optional<HttpResponse> preflight(HttpRequest http, StateReader state) {
        return Optional.empty();
    }

    /**
     * Takes over the policy of a resource as it stands in a real account, whatever the API would say of it.
     *
     * @param account the resource's owner
     * @param arn the resource
     * @param document its policy
     * @return what is odd about it, or an empty answer where the service takes over no such resource
     */
    default Optional<List<String>> take(SetupPower power, Transaction tx, String account, String arn, String document) {
        return Optional.empty();
    }

    /** How its calls stand in the trail. */
    default TrailShape trail() {
        return TrailShape.OF_MODEL;
    }
}
