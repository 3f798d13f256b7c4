package dev.glasshouse.call;

import dev.glasshouse.sandbox.Timer;

/**
 * Work of a service that falls due at a time of the sandbox's clock and calls other services: a rotation that creates
 * keys, a delivery that writes objects. What changes rows of the service alone is a {@code TimerHandler}.
 */
@FunctionalInterface
public interface DueWork {

    /**
     * Does the work, in a transaction of its own whose time is the time it was due. It must bear the errors of the services
     * that it calls: nobody is there to be answered.
     *
     * @param call a call of the service itself, in the timer's Region
     * @param timer what fell due; it is already taken away
     */
    void run(WriteCall call, Timer timer);
}
