package dev.glasshouse.service.iam;

import dev.glasshouse.call.ServiceException;

/** IAM's errors. See <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html">common errors</a>. */
final class IamErrors {

    private IamErrors() {}

    /** The text names the kind in small letters: {@code user}, {@code role policy}. */
    static ServiceException notFound(String kind, String name) {
        return noSuchEntity("The " + kind + " with name " + name + " cannot be found.");
    }

    static ServiceException noSuchEntity(String text) {
        return ServiceException.of("NoSuchEntity", 404, text);
    }

    static ServiceException policyNotFound(String arn) {
        return noSuchEntity("Policy " + arn + " was not found.");
    }

    static ServiceException notAttachable(String arn) {
        return noSuchEntity("Policy " + arn + " does not exist or is not attachable.");
    }

    static ServiceException versionNotFound(String arn, String version) {
        return noSuchEntity("Policy " + arn + " version " + version + " does not exist or is not attachable.");
    }

    static ServiceException keyNotFound(String accessKeyId) {
        return noSuchEntity("The Access Key with id " + accessKeyId + " cannot be found.");
    }

    static ServiceException exists(String text) {
        return ServiceException.of("EntityAlreadyExists", 409, text);
    }

    static ServiceException deleteConflict(String text) {
        return ServiceException.of("DeleteConflict", 409, text);
    }

    static ServiceException limit(String text) {
        return ServiceException.of("LimitExceeded", 409, text);
    }

    static ServiceException quota(String name, int most) {
        return limit("Cannot exceed quota for " + name + ": " + most);
    }

    static ServiceException invalidInput(String text) {
        return ServiceException.of("InvalidInput", 400, text);
    }

    static ServiceException validation(String text) {
        return ServiceException.of("ValidationError", 400, text);
    }

    static ServiceException malformedPolicy(String text) {
        return ServiceException.of("MalformedPolicyDocument", 400, text);
    }

    static ServiceException unmodifiable(String text) {
        return ServiceException.of("UnmodifiableEntity", 400, text);
    }

    static ServiceException invalidCode() {
        return ServiceException.of("InvalidAuthenticationCode", 403, "Authentication code for device is not valid.");
    }

    static ServiceException userNameNeeded() {
        return validation("Must specify userName when calling with non-User credentials");
    }
}
