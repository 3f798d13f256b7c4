/**
 * A sandbox and its state: sorted tables in an immutable tree, transactions, deltas, forks, the clock, timers, ids,
 * blobs and the event log. It knows nothing of services, policies or HTTP.
 */
@NullMarked
package dev.glasshouse.sandbox;

import org.jspecify.annotations.NullMarked;
