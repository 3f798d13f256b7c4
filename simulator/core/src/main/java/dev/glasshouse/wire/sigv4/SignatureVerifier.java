package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Verifies a claim: the signature, the headers it must cover, and the time it was made. */
public final class SignatureVerifier {

    private static final Duration S3_SKEW = Duration.ofMinutes(15);
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Keys keys = new Keys();

    /**
     * The clocks that a signature's date is held against. Clients sign with wall time; the sandbox's clock may show
     * another, so a fresh signature is good by either.
     *
     * @param wall wall time
     * @param sandbox the sandbox's time
     * @param toSandbox maps a date of wall time to the sandbox's time, for every expiry
     */
    public record Clocks(Instant wall, Instant sandbox, UnaryOperator<Instant> toSandbox) {
        boolean near(Instant signed, Duration limit) {
            return within(signed, wall, limit) || within(signed, sandbox, limit);
        }

        private static boolean within(Instant signed, Instant now, Duration limit) {
            return Duration.between(signed, now).abs().compareTo(limit) <= 0;
        }

        private boolean future(Instant signed, Duration limit) {
            return signed.isAfter(wall.plus(limit)) && signed.isAfter(sandbox.plus(limit));
        }
    }

    /**
     * Verifies a claim.
     *
     * @param payloadHash what stands for the body in the canonical request
     * @return the signing key, with which chunks of the body are signed
     * @throws WireException with the family's error for the fault
     */
    public SigningKey verify(
            HttpRequest request,
            SigningClaim claim,
            String secret,
            String payloadHash,
            Clocks clocks,
            SignatureErrors errors)
            throws WireException {
        signedHeaders(request, claim, errors);
        String canonical = CanonicalRequest.of(request, claim, payloadHash);
        String toSign = Keys.stringToSign(claim, canonical);
        SigningKey key = keys.signingKey(secret, claim);
        // a header that was to be signed and did not come is not one that came empty
        boolean whole = cameAll(request, claim.signedHeaders());
        boolean right = key.verifies(toSign, claim.signature()) || rawBytes(claim, canonical, key);
        if (!right || !whole) {
            throw errors.mismatch(claim, toSign, canonical);
        }
        if (claim.carrier() == SigningClaim.Carrier.QUERY) {
            presignedTime(claim, clocks, errors);
        } else if (errors == SignatureErrors.S3) {
            s3Time(claim, clocks);
        } else {
            time(claim, clocks, errors);
        }
        return key;
    }

    private static boolean cameAll(HttpRequest request, List<String> names) {
        for (String name : names) {
            if (!request.headers().contains(name)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Verifies the signature of a browser's form, which is over its policy as it was sent. The policy says until when it is
     * good.
     *
     * @throws WireException {@code SignatureDoesNotMatch}
     */
    public void verifyForm(String policy, SigningClaim claim, String secret) throws WireException {
        if (!keys.signingKey(secret, claim).verifies(policy, claim.signature())) {
            throw SignatureErrors.S3.mismatch(claim, policy, "");
        }
    }

    /** Whether a client signed headers outside ASCII as the bytes that it sent, which arrive as characters of Latin-1. */
    private static boolean rawBytes(SigningClaim claim, String canonical, SigningKey key) {
        boolean ascii = canonical.chars().allMatch(c -> c < 0x80);
        boolean latin = canonical.chars().allMatch(c -> c < 0x100);
        return !ascii
                && latin
                && key.verifies(
                        Keys.stringToSign(claim, canonical.getBytes(StandardCharsets.ISO_8859_1)), claim.signature());
    }

    /** S3 wants every {@code x-amz-*} header signed, and all services the token that comes as a header. */
    private static void signedHeaders(HttpRequest request, SigningClaim claim, SignatureErrors errors)
            throws WireException {
        List<String> signed = claim.signedHeaders();
        List<String> unsigned = new ArrayList<>();
        for (String name : request.headers().names()) {
            boolean amz = name.startsWith("x-amz-");
            boolean must = errors == SignatureErrors.S3
                    ? amz && !(claim.carrier() == SigningClaim.Carrier.QUERY && name.equals("x-amz-content-sha256"))
                    : name.equals("x-amz-date")
                            || name.equals("x-amz-region-set")
                            || name.equals("x-amz-security-token")
                            || name.equals("x-amz-target");
            if (must && !signed.contains(name)) {
                unsigned.add(name);
            }
        }
        if (!unsigned.isEmpty()) {
            throw errors.unsigned(unsigned);
        }
    }

    private static void s3Time(SigningClaim claim, Clocks clocks) throws WireException {
        if (!clocks.near(claim.signedAt(), S3_SKEW)) {
            throw SignatureErrors.skewed(claim.amzDate(), clocks.wall(), S3_SKEW);
        }
    }

    private static void time(SigningClaim claim, Clocks clocks, SignatureErrors errors) throws WireException {
        if (clocks.near(claim.signedAt(), SKEW)) {
            return;
        }
        String now = SigningTimes.format(clocks.wall());
        throw claim.signedAt().isBefore(clocks.wall())
                ? errors.mismatch("Signature expired: " + claim.amzDate() + " is now earlier than "
                        + SigningTimes.format(clocks.wall().minus(SKEW)) + " (" + now + " - 5 min.)")
                : errors.mismatch("Signature not yet current: " + claim.amzDate() + " is still later than "
                        + SigningTimes.format(clocks.wall().plus(SKEW)) + " (" + now + " + 5 min.)");
    }

    private static void presignedTime(SigningClaim claim, Clocks clocks, SignatureErrors errors) throws WireException {
        if (clocks.future(claim.signedAt(), errors == SignatureErrors.S3 ? S3_SKEW : SKEW)) {
            throw errors == SignatureErrors.S3
                    ? new WireException(WireError.of("AccessDenied", 403, "Request is not yet valid"))
                    : errors.mismatch("Signature not yet current: " + claim.amzDate() + " is still later than "
                            + SigningTimes.format(clocks.wall().plus(SKEW)));
        }
        Instant end = clocks.toSandbox().apply(claim.signedAt()).plus(claim.expires());
        if (!clocks.sandbox().isAfter(end)) {
            return;
        }
        if (errors != SignatureErrors.S3) {
            throw errors.mismatch("Signature expired: " + claim.amzDate() + " is now earlier than "
                    + SigningTimes.format(clocks.sandbox().minus(claim.expires())));
        }
        throw new WireException(WireError.of("AccessDenied", 403, "Request has expired")
                .with("X-Amz-Expires", Long.toString(claim.expires().toSeconds()))
                // by the clocks of the sandbox, which may stand apart by fractions
                .with("Expires", second(end.plusMillis(500)))
                .with("ServerTime", second(clocks.sandbox())));
    }

    private static String second(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
