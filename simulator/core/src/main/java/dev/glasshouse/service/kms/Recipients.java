package dev.glasshouse.service.kms;

import dev.glasshouse.api.kms.RecipientInfo;
import org.jspecify.annotations.Nullable;

/**
 * Attested recipients. There are no Nitro enclaves in a sandbox, and nobody but AWS's hypervisor can sign an attestation
 * document, so every document is a bad one here. See
 * <a href="https://docs.aws.amazon.com/kms/latest/developerguide/cryptographic-attestation.html">Cryptographic
 * attestation</a>.
 */
final class Recipients {

    private Recipients() {}

    static void refuse(@Nullable RecipientInfo recipient) {
        if (recipient == null) {
            return;
        }
        if (recipient.keyEncryptionAlgorithm() == null || recipient.attestationDocument() == null) {
            throw KmsErrors.validation("Recipient must have both a KeyEncryptionAlgorithm and an AttestationDocument.");
        }
        throw KmsErrors.validation("The attestation document is not valid.");
    }
}
