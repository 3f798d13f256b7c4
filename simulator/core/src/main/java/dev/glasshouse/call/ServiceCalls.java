package dev.glasshouse.call;

import dev.glasshouse.api.ApiRecord;

/** The way from one service to another. The gateway implements it; the call is authorised and recorded like any other. */
public interface ServiceCalls {

    /**
     * Calls on behalf of the caller (a forward access session): the caller's permissions decide, and the called service
     * sees through whom the call came.
     *
     * @param via the service that calls, as a principal: {@code s3.amazonaws.com}
     * @param account the account whose resource the calling service works on; the call is made in it
     * @param service the service called, by its model name: {@code kms}
     * @throws ServiceException if the other service refuses
     */
    <O extends ApiRecord> O onBehalf(
            String via, String account, String service, String operation, ApiRecord input, Class<O> output);

    /**
     * Calls as the service itself.
     *
     * @param as the service principal that calls: {@code cloudtrail.amazonaws.com}
     * @throws ServiceException if the other service refuses
     */
    <O extends ApiRecord> O asService(String as, String service, String operation, ApiRecord input, Class<O> output);
}
