package dev.glasshouse.service.kms;

import dev.glasshouse.call.ServiceException;
import org.jspecify.annotations.Nullable;

/** The errors of KMS; all are 400. */
final class KmsErrors {

    private KmsErrors() {}

    static ServiceException of(String code, @Nullable String text) {
        return ServiceException.of(code, 400, text);
    }

    static ServiceException notFound(String text) {
        return of("NotFoundException", text);
    }

    static ServiceException keyNotFound(String arn) {
        return notFound("Key '" + arn + "' does not exist");
    }

    static ServiceException invalidArn(String text) {
        return of("InvalidArnException", text);
    }

    static ServiceException disabled(String arn) {
        return of("DisabledException", arn + " is disabled.");
    }

    static ServiceException state(String text) {
        return of("KMSInvalidStateException", text);
    }

    static ServiceException pendingDeletion(String arn) {
        return state(arn + " is pending deletion.");
    }

    static ServiceException invalidCiphertext() {
        return of("InvalidCiphertextException", null);
    }

    static ServiceException incorrectKey() {
        return of(
                "IncorrectKeyException",
                "The key ID in the request does not identify a CMK that can perform this operation.");
    }

    static ServiceException validation(@Nullable String text) {
        return of("ValidationException", text);
    }

    static ServiceException unsupported(@Nullable String text) {
        return of("UnsupportedOperationException", text);
    }

    static ServiceException exists(String text) {
        return of("AlreadyExistsException", text);
    }

    static ServiceException limit(String text) {
        return of("LimitExceededException", text);
    }

    static ServiceException invalidAlias(String text) {
        return of("InvalidAliasNameException", text);
    }

    static ServiceException malformedPolicy(String text) {
        return of("MalformedPolicyDocumentException", text);
    }

    static ServiceException invalidMarker() {
        return of("InvalidMarkerException", "Could not deserialize marker");
    }

    static ServiceException tag(String text) {
        return of("TagException", text);
    }

    static ServiceException dryRun() {
        return of("DryRunOperationException", "The request would have succeeded, but the DryRun option is set.");
    }

    static ServiceException invalidGrantToken() {
        return of("InvalidGrantTokenException", "A specified grant token is not valid.");
    }

    static ServiceException grantNotFound(String id) {
        return notFound("Grant ID " + id + " not found");
    }

    static ServiceException invalidKeyUsage(String text) {
        return of("InvalidKeyUsageException", text);
    }

    static ServiceException denied(String text) {
        return of("AccessDeniedException", text);
    }

    static ServiceException invalidSignature() {
        return of("KMSInvalidSignatureException", null);
    }

    static ServiceException invalidMac() {
        return of("KMSInvalidMacException", null);
    }

    static ServiceException invalidImportToken() {
        return of("InvalidImportTokenException", null);
    }

    static ServiceException expiredImportToken() {
        return of("ExpiredImportTokenException", null);
    }

    static ServiceException incorrectMaterial() {
        return of("IncorrectKeyMaterialException", null);
    }

    static ServiceException keyStoreNotFound(String store) {
        return of("CustomKeyStoreNotFoundException", "The custom key store " + store + " was not found.");
    }

    static ServiceException notSimulated(String what) {
        return ServiceException.of("NotImplemented", 501, what + " is not simulated by Glasshouse.");
    }
}
