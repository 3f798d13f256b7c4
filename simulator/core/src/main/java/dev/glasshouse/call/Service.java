package dev.glasshouse.call;

import dev.glasshouse.sandbox.Table;
import dev.glasshouse.sandbox.TimerHandler;
import java.util.List;
import java.util.Map;

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

    /**
     * A question about one of its resources, for an operation that is not simulated: with the resource's policy and owner,
     * where it has the resource.
     */
    default AuthorizationRequest guard(AuthorizationRequest asked, Call call) {
        return asked;
    }

    /** How its calls stand in the trail. */
    default TrailShape trail() {
        return TrailShape.OF_MODEL;
    }
}
