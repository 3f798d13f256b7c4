package dev.glasshouse.call;

import dev.glasshouse.api.ApiRecord;

/** An operation that changes rows; it is authorised and runs under the sandbox's writer lock, and must be quick. */
public non-sealed interface WriteOperation<I extends ApiRecord, O extends ApiRecord> extends Operation<I, O> {

    /**
     * Does the work. If it throws, nothing is changed.
     *
     * @throws ServiceException with an error of the API
     */
    O execute(I input, WriteCall call);
}
