package dev.glasshouse.service.sts;

import dev.glasshouse.call.ServiceException;

/** The errors of STS. */
final class StsErrors {

    private StsErrors() {}

    static ServiceException validation(String text) {
        return ServiceException.of("ValidationError", 400, text);
    }

    static ServiceException invalidParameter(String text) {
        return ServiceException.of("InvalidParameterValue", 400, text);
    }

    static ServiceException denied(String text) {
        return ServiceException.of("AccessDenied", 403, text);
    }

    static ServiceException malformedPolicy(String text) {
        return ServiceException.of("MalformedPolicyDocument", 400, text);
    }

    static ServiceException notSimulated(String what) {
        return ServiceException.of("NotImplemented", 501, what + " is not simulated by Glasshouse.");
    }

    static ServiceException packedTooLarge(int percent) {
        return ServiceException.of(
                "PackedPolicyTooLarge",
                400,
                "Packed size of session tags and policies consumes " + percent + "% of allotted space.");
    }

    static ServiceException invalidToken(String text) {
        return ServiceException.of("InvalidIdentityToken", 400, text);
    }

    static ServiceException expiredToken(String text) {
        return ServiceException.of("ExpiredTokenException", 400, text);
    }

    static ServiceException invalidMessage() {
        return ServiceException.of("InvalidAuthorizationMessageException", 400, "Message is not valid");
    }

    static ServiceException regionDisabled() {
        return ServiceException.of("RegionDisabledException", 403, "STS is not activated in this region for account.");
    }

    static ServiceException federationDisabled() {
        return ServiceException.of(
                "OutboundWebIdentityFederationDisabledException",
                403,
                "Outbound web identity federation is not enabled for this account.");
    }

    static ServiceException escalation() {
        return ServiceException.of(
                "SessionDurationEscalationException",
                403,
                "The requested token duration would extend the session beyond its original expiration time.");
    }
}
