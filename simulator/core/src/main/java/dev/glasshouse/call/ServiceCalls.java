package dev.glasshouse.call;

import dev.glasshouse.api.ApiRecord;
import org.jspecify.annotations.Nullable;

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
    default <O extends ApiRecord> O asService(
            String as, String service, String operation, ApiRecord input, Class<O> output) {
        return asService(as, null, service, operation, input, output);
    }

    /**
     * Calls as the service itself, for a resource.
     *
     * @param as the service principal that calls: {@code cloudtrail.amazonaws.com}
     * @param source the resource that it calls for, or null where there is none
     * @throws ServiceException if the other service refuses
     */
    <O extends ApiRecord> O asService(
            String as, @Nullable CallSource source, String service, String operation, ApiRecord input, Class<O> output);

    /**
     * Records a call that the service makes to a part of its own, of which the call that it serves consists: that was
     * authorised with it, and done already.
     *
     * @param via the service that calls itself: {@code kms.amazonaws.com}
     */
    void note(String via, String service, String operation, ApiRecord input, ApiRecord output);

    /** The same way, to another Region. */
    ServiceCalls in(String region);

    /** The caller's own further calls, of which one of its calls consists: seen from where the caller is, through nobody. */
    PrincipalCalls asCaller();

    /**
     * Calls in a session of a role that a service assumes; its trust policy decides, and the role's permissions after.
     *
     * @param as the service principal that assumes the role
     * @param source the resource that it assumes the role for, or null where there is none
     * @param sessionName 2 to 64 characters
     * @throws ServiceException if the role cannot be assumed
     */
    PrincipalCalls assume(String as, @Nullable CallSource source, String roleArn, String sessionName);

    /** Calls with long-term keys, verified at each call as those of a signature are. */
    PrincipalCalls present(String accessKeyId, String secretAccessKey);

    /** Calls of one principal. */
    interface PrincipalCalls {
        /**
         * Makes a call.
         *
         * @param service the service called, by its model name: {@code iam}
         * @throws ServiceException if it refuses, or the principal's keys are no good
         */
        <O extends ApiRecord> O call(String service, String operation, ApiRecord input, Class<O> output);
    }
}
