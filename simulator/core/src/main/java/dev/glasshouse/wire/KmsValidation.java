package dev.glasshouse.wire;

import java.util.ArrayList;
import java.util.List;

/** KMS's wording: the common one, with the values of enums in an order of its own. */
final class KmsValidation implements ValidationDialect {

    private static final CommonValidation COMMON = new CommonValidation("ValidationException", true);

    /**
     * The values that KMS was seen to list, in its order. It leaves out what it does not offer everywhere and what has come
     * since its texts were recorded; enums of which none was seen are listed as the model has them.
     */
    private static final List<String> ORDER = List.of(
            "RSA_2048",
            "ECC_NIST_P384",
            "ECC_NIST_P256",
            "ECC_NIST_P521",
            "HMAC_384",
            "RSA_3072",
            "ECC_SECG_P256K1",
            "RSA_4096",
            "SYMMETRIC_DEFAULT",
            "HMAC_256",
            "HMAC_224",
            "HMAC_512",
            "ENCRYPT_DECRYPT",
            "SIGN_VERIFY",
            "GENERATE_VERIFY_MAC",
            "HMAC_SHA_384",
            "HMAC_SHA_256",
            "HMAC_SHA_224",
            "HMAC_SHA_512");

    @Override
    public WireError error(List<Violation> violations) {
        return COMMON.error(violations.stream().map(KmsValidation::ordered).toList());
    }

    private static Violation ordered(Violation violation) {
        if (!(violation.rule() instanceof Rule.OneOf allowed)) {
            return violation;
        }
        List<String> values = new ArrayList<>(ORDER);
        values.retainAll(allowed.values());
        if (values.isEmpty()) {
            values.addAll(allowed.values());
        }
        return new Violation(
                violation.path(),
                new Rule.OneOf(values),
                violation.value(),
                violation.hidden(),
                violation.member(),
                violation.top());
    }
}
