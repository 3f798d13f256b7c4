package dev.glasshouse.call;

import dev.glasshouse.api.ApiRecord;

/** An operation that changes no row; it runs on a snapshot, without a lock. */
public non-sealed interface ReadOperation<I extends ApiRecord, O extends ApiRecord> extends Operation<I, O> {

    /**
     * Does the work.
     *
     * @throws ServiceException with an error of the API
     */
    O execute(I input, Call call);
}
