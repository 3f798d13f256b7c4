package dev.glasshouse.call;

import dev.glasshouse.api.ApiRecord;

/**
 * An operation that streams or is slow: it is authorised on a snapshot, prepares without the lock, and commits at the end.
 *
 * @param <P> what the preparation hands to the commit
 */
public non-sealed interface StagedOperation<I extends ApiRecord, O extends ApiRecord, P> extends Operation<I, O> {

    /**
     * Does the slow part: reads the body into a staged blob, makes keys, calls other services.
     *
     * @throws ServiceException with an error of the API
     */
    P prepare(I input, Call call);

    /**
     * Makes the change. It reads again what it relies on, since other calls may have come between.
     *
     * @throws ServiceException with an error of the API, such as that the bucket is gone
     */
    O commit(I input, P prepared, WriteCall call);
}
