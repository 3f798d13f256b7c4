package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.WireException;

/**
 * A credential of a claim: whose key, and what it is scoped to.
 *
 * @param accessKeyId whose it claims to be
 * @param date {@code yyyyMMdd}
 * @param region the Region, or an empty text for SigV4a, whose scope names none
 * @param service the signing name of the service
 */
record Credential(String accessKeyId, String date, String region, String service) {

    static final String TERMINATOR = "aws4_request";

    private static final int DATE_DIGITS = 8;
    private static final String FORM = "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request";

    /**
     * Reads a credential.
     *
     * @param inQuery whether it stands in the query or in a form
     * @throws WireException with the family's error for what is wrong with it
     */
    static Credential parse(String text, SignatureAlgorithm algorithm, boolean inQuery, SignatureErrors errors)
            throws WireException {
        String[] parts = text.split("/", -1);
        boolean regional = algorithm == SignatureAlgorithm.HMAC;
        if (parts.length != algorithm.credentialParts()) {
            throw fault("the Credential is mal-formed; expecting \"" + FORM + "\".", text, inQuery, errors);
        }
        Credential found = new Credential(parts[0], parts[1], regional ? parts[2] : "", parts[parts.length - 2]);
        if (found.accessKeyId.isEmpty()) {
            throw fault("a non-empty Access Key (AKID) must be provided in the credential.", text, inQuery, errors);
        }
        if (!isDate(found.date)) {
            throw fault(
                    "incorrect date format \"" + found.date
                            + "\". This date in the credential must be in the format \"yyyyMMdd\".",
                    text,
                    inQuery,
                    errors);
        }
        if (regional && found.region.isEmpty()) {
            throw fault("a non-empty region must be provided in the credential.", text, inQuery, errors);
        }
        String terminal = parts[parts.length - 1];
        if (!terminal.equals(TERMINATOR)) {
            throw fault(
                    "incorrect terminal \"" + terminal + "\". This endpoint uses \"" + TERMINATOR + "\".",
                    text,
                    inQuery,
                    errors);
        }
        return found;
    }

    private static boolean isDate(String text) {
        return text.length() == DATE_DIGITS
                && SigningTimes.parse(text + "T000000Z").isPresent();
    }

    /** S3 says what is wrong; the others only how it must look. */
    private static WireException fault(String text, String credential, boolean inQuery, SignatureErrors errors) {
        if (errors == SignatureErrors.S3 || inQuery) {
            return errors.credential(text, inQuery);
        }
        return errors.malformed("Credential must have exactly 5 slash-delimited elements, e.g."
                + " keyid/date/region/service/term, got '" + credential + "'");
    }
}
