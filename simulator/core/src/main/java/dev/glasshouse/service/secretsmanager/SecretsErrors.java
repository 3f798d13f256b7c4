package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.call.ServiceException;

/** The errors of Secrets Manager; all are 400. */
final class SecretsErrors {

    private SecretsErrors() {}

    private static ServiceException of(String code, String text) {
        return ServiceException.of(code, 400, text);
    }

    static ServiceException invalidName() {
        return of(
                "ValidationException",
                "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following:"
                        + " -/_+=.@!");
    }

    static ServiceException notFound() {
        return of("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
    }

    /** @param what such as {@code staging label: AWSCURRENT} */
    static ServiceException valueNotFound(String what) {
        return of("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for " + what);
    }

    static ServiceException invalidParameter(String text) {
        return of("InvalidParameterException", text);
    }

    static ServiceException invalidRequest(String text) {
        return of("InvalidRequestException", text);
    }

    static ServiceException markedForDeletion() {
        return invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
    }

    static ServiceException exists(String name) {
        return of("ResourceExistsException", "The operation failed because the secret " + name + " already exists.");
    }

    static ServiceException tokenInUse(String token, String arn) {
        return of(
                "ResourceExistsException",
                "You can't use ClientRequestToken " + token
                        + " because that value is already in use for a version of secret " + arn + ".");
    }

    static final String TOKEN_MISSING = "You must provide a ClientRequestToken value. We recommend a UUID-type value.";

    static ServiceException limit(String text) {
        return of("LimitExceededException", text);
    }

    static ServiceException invalidNextToken() {
        return of("InvalidNextTokenException", "Invalid token.");
    }

    static ServiceException malformedPolicy(String text) {
        return of("MalformedPolicyDocumentException", text);
    }

    static ServiceException publicPolicy() {
        return of(
                "PublicPolicyException",
                "The BlockPublicPolicy parameter is set to true, and the resource policy did not prevent broad access to"
                        + " the secret.");
    }

    static ServiceException kmsDenied() {
        return of("AccessDeniedException", "Access to KMS is not allowed");
    }

    static ServiceException encryptionFailure() {
        return of(
                "EncryptionFailure",
                "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS"
                        + " key is available, enabled, and not in an invalid state.");
    }

    static ServiceException decryptionFailure() {
        return of(
                "DecryptionFailure",
                "Secrets Manager can't decrypt the protected secret text using the provided KMS key.");
    }

    static ServiceException defaultKeyOfAnotherAccount() {
        return invalidRequest(
                "You can't access a secret from a different AWS account if you encrypt the secret with the"
                        + " default KMS service key.");
    }

    static ServiceException lambdaNotInvocable() {
        return of(
                "AccessDeniedException",
                "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants"
                        + " access to the principal secretsmanager.amazonaws.com.");
    }
}
