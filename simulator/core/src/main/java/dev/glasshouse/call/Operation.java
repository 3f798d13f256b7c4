package dev.glasshouse.call;

import dev.glasshouse.api.ApiRecord;

/**
 * An operation of a service's API. It is stateless: what it needs comes with the call. Each is one of {@link
 * ReadOperation}, {@link WriteOperation} and {@link StagedOperation}.
 *
 * @param <I> the generated input record
 * @param <O> the generated output record
 */
public sealed interface Operation<I extends ApiRecord, O extends ApiRecord>
        permits ReadOperation, WriteOperation, StagedOperation {

    /** The name in the service model. */
    String name();

    /**
     * Every question to the policy engine, from the input and the state. It must not change anything. It may end the call
     * early only with an error that AWS shows to callers without permission.
     *
     * @throws ServiceException with such an error
     */
    AuthorizationPlan plan(I input, Call call);

    /** What the gateway and the trail must know of the operation. */
    default OperationFacts facts() {
        return OperationFacts.DEFAULT;
    }
}
