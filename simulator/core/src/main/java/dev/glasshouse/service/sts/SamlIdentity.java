package dev.glasshouse.service.sts;

import dev.glasshouse.call.Call;
import dev.glasshouse.call.Caller;
import dev.glasshouse.call.IdentityProviders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * A SAML assertion that was verified. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html">Configure SAML
 * assertions for the authentication response</a>.
 *
 * @param provider the provider's ARN
 * @param issuer who issued it
 * @param subject whom it is about
 * @param subjectType {@code persistent}, {@code transient} or another format
 * @param audience the recipient of the subject's confirmation
 * @param qualifier what makes the subject unique beyond the provider
 * @param sessionName the name of the session
 * @param seconds how long the session may live by the assertion, or null
 * @param tags the session tags
 * @param sourceIdentity the source identity, or null
 * @param attributes the condition keys that its attributes give
 * @param until when the provider ends the user's session, or null
 */
record SamlIdentity(
        String provider,
        String issuer,
        String subject,
        String subjectType,
        String audience,
        String qualifier,
        String sessionName,
        @Nullable Long seconds,
        SessionTags tags,
        @Nullable String sourceIdentity,
        Map<String, List<String>> attributes,
        @Nullable Instant until)
        implements ProvedIdentity {

    private static final String ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/";
    private static final String TAG = ATTRIBUTES + "PrincipalTag:";
    private static final String FORMATS = "urn:oasis:names:tc:SAML:2.0:nameid-format:";
    private static final String FORM = "[a-zA-Z_0-9+=,.@-]{2,64}";

    /** Reads assertions against the providers of accounts. */
    static final class Reader {
        private final IdentityProviders providers;

        Reader(IdentityProviders providers) {
            this.providers = providers;
        }

        /** The identity that an assertion proves for a role. */
        SamlIdentity read(Call call, String roleArn, String providerArn, String encoded) {
            IdentityProviders.Saml provider = providers
                    .saml(call.state(), providerArn)
                    .orElseThrow(() -> StsErrors.invalidToken("Specified provider doesn't exist"));
            SamlAssertions.Answer answer =
                    SamlAssertions.parse(encoded).orElseThrow(() -> StsErrors.invalidToken("Invalid SAML response"));
            if (!provider.validUntil().isAfter(call.now())) {
                throw StsErrors.invalidToken("The SAML metadata of the provider has expired");
            }
            if (provider.encryptionRequired() && !answer.encrypted()) {
                throw StsErrors.invalidToken("The provider requires encrypted assertions");
            }
            Element assertion = SamlSignatures.verified(answer, provider.signing(), provider.privateKeys())
                    .orElseThrow(() -> StsErrors.invalidToken("Response signature invalid"))
                    .assertion();
            String issuer = SamlAssertions.child(assertion, "Issuer")
                    .map(SamlAssertions::text)
                    .orElse("");
            if (!issuer.equals(provider.entityId())) {
                throw StsErrors.invalidToken("Issuer not present in specified provider");
            }
            Subject subject = Subject.of(assertion);
            conditions(call.now(), assertion, subject);
            Map<String, List<String>> attributes = attributes(assertion);
            if (!names(attributes, roleArn, providerArn)) {
                throw StsErrors.denied("Not authorized to perform sts:AssumeRoleWithSAML");
            }
            Instant until = until(assertion);
            if (until != null && !call.now().isBefore(until)) {
                throw StsErrors.expiredToken("Token must be redeemed within 5 minutes of issuance");
            }
            return identity(providerArn, issuer, subject, attributes, until);
        }

        /** The assertion of a response that {@link #read} took, in the open. */
        Optional<Element> assertion(Call call, String providerArn, String encoded) {
            return SamlAssertions.parse(encoded)
                    .flatMap(answer -> answer.encrypted()
                            ? providers
                                    .saml(call.state(), providerArn)
                                    .flatMap(provider -> SamlEncryption.open(answer, provider.privateKeys()))
                            : Optional.of(answer))
                    .map(SamlAssertions.Answer::assertion);
        }
    }

    /** What an assertion says of somebody; for one that was verified. */
    static SamlIdentity said(String provider, Element assertion) {
        return identity(provider, "", Subject.of(assertion), attributes(assertion), until(assertion));
    }

    /** The earliest {@code SessionNotOnOrAfter}, or null. */
    private static @Nullable Instant until(Element assertion) {
        return SamlAssertions.children(assertion, SamlAssertions.ASSERTION, "AuthnStatement").stream()
                .map(statement -> statement.getAttribute("SessionNotOnOrAfter"))
                .filter(text -> !text.isEmpty())
                .map(SamlIdentity::instant)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static SamlIdentity identity(
            String provider,
            String issuer,
            Subject subject,
            Map<String, List<String>> attributes,
            @Nullable Instant until) {
        String session = first(attributes, "RoleSessionName");
        if (session == null) {
            throw StsErrors.invalidToken("RoleSessionName is required in AuthnResponse");
        }
        if (!isName(session)) {
            throw StsErrors.invalidToken("RoleSessionName in AuthnResponse must match " + FORM);
        }
        String identity = first(attributes, "SourceIdentity");
        if (identity != null && !isName(identity)) {
            throw StsErrors.invalidToken("SourceIdentity in AuthnResponse must match " + FORM);
        }
        Map<String, String> tags = new LinkedHashMap<>();
        attributes.forEach((name, values) -> {
            if (name.startsWith(TAG) && !values.isEmpty()) {
                tags.put(name.substring(TAG.length()), values.get(0));
            }
        });
        return new SamlIdentity(
                provider,
                issuer,
                subject.name(),
                subject.type(),
                subject.recipient(),
                qualifier(issuer, provider),
                session,
                seconds(first(attributes, "SessionDuration")),
                SessionTags.claimed(tags, attributes.getOrDefault(ATTRIBUTES + "TransitiveTagKeys", List.of())),
                identity,
                SamlAttributes.keys(attributes),
                until);
    }

    private static boolean isName(String text) {
        boolean fits = text.length() >= 2 && text.length() <= 64;
        for (int i = 0; i < text.length() && fits; i++) {
            char c = text.charAt(i);
            fits = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "_+=,.@-".indexOf(c) >= 0;
        }
        return fits;
    }

    private static @Nullable Long seconds(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            long seconds = Long.parseLong(text);
            if (seconds >= 900 && seconds <= 43_200) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            throw StsErrors.invalidToken("SessionDuration in AuthnResponse must be an integer");
        }
        throw StsErrors.invalidToken("SessionDuration in AuthnResponse must be between 900 and 43200");
    }

    /** Whether the assertion offers the role by the provider, in either order. */
    private static boolean names(Map<String, List<String>> attributes, String role, String provider) {
        return attributes.getOrDefault(ATTRIBUTES + "Role", List.of()).stream().anyMatch(value -> {
            List<String> pair = new ArrayList<>();
            for (String part : value.split(",", -1)) {
                pair.add(part.strip());
            }
            return pair.size() == 2 && pair.contains(role) && pair.contains(provider);
        });
    }

    private static @Nullable String first(Map<String, List<String>> attributes, String name) {
        List<String> values = attributes.getOrDefault(ATTRIBUTES + name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }

    private static Map<String, List<String>> attributes(Element assertion) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (Element statement : SamlAssertions.children(assertion, SamlAssertions.ASSERTION, "AttributeStatement")) {
            for (Element attribute : SamlAssertions.children(statement, SamlAssertions.ASSERTION, "Attribute")) {
                List<String> values = found.computeIfAbsent(attribute.getAttribute("Name"), key -> new ArrayList<>());
                SamlAssertions.children(attribute, SamlAssertions.ASSERTION, "AttributeValue")
                        .forEach(value -> values.add(SamlAssertions.text(value)));
            }
        }
        return found;
    }

    /** Whom an assertion is about, for whom, and until when it must be used. */
    private record Subject(String name, String type, String recipient, Instant until) {
        static Subject of(Element assertion) {
            Element subject = require(SamlAssertions.child(assertion, "Subject"));
            Element name = require(SamlAssertions.child(subject, "NameID"));
            Element confirmation = require(SamlAssertions.child(subject, "SubjectConfirmation"));
            Element data = require(SamlAssertions.child(confirmation, "SubjectConfirmationData"));
            if (!confirmation.getAttribute("Method").equals("urn:oasis:names:tc:SAML:2.0:cm:bearer")) {
                throw StsErrors.invalidToken("The subject of the assertion is not confirmed by its bearer");
            }
            String format = name.getAttribute("Format");
            return new Subject(
                    SamlAssertions.text(name),
                    format.startsWith(FORMATS) ? format.substring(FORMATS.length()) : format,
                    data.getAttribute("Recipient"),
                    instant(data.getAttribute("NotOnOrAfter")));
        }

        private static Element require(Optional<Element> element) {
            return element.orElseThrow(() -> StsErrors.invalidToken("The assertion has no confirmed subject"));
        }
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw StsErrors.invalidToken("The assertion has no valid dates");
        }
    }

    private static void conditions(Instant now, Element assertion, Subject subject) {
        if (!isSignIn(subject.recipient())) {
            throw StsErrors.invalidToken("The recipient of the assertion is not AWS");
        }
        if (!now.isBefore(subject.until())) {
            throw StsErrors.expiredToken("Token must be redeemed within 5 minutes of issuance");
        }
        for (Element conditions : SamlAssertions.children(assertion, SamlAssertions.ASSERTION, "Conditions")) {
            String from = conditions.getAttribute("NotBefore");
            String until = conditions.getAttribute("NotOnOrAfter");
            if (!from.isEmpty() && now.isBefore(instant(from)) || !until.isEmpty() && !now.isBefore(instant(until))) {
                throw StsErrors.expiredToken("Token must be redeemed within 5 minutes of issuance");
            }
            for (Element restriction :
                    SamlAssertions.children(conditions, SamlAssertions.ASSERTION, "AudienceRestriction")) {
                boolean ours = SamlAssertions.children(restriction, SamlAssertions.ASSERTION, "Audience").stream()
                        .map(SamlAssertions::text)
                        .anyMatch(audience -> audience.equals("urn:amazon:webservices") || isSignIn(audience));
                if (!ours) {
                    throw StsErrors.invalidToken("Audience is invalid");
                }
            }
        }
    }

    /** AWS's place to sign in: {@code https://signin.aws.amazon.com/saml}, or one of a Region or a provider. */
    private static boolean isSignIn(String url) {
        int host = "https://".length();
        int slash = url.indexOf('/', host);
        return url.startsWith("https://")
                && slash > 0
                && (url.startsWith("signin.aws.amazon.com", host) && slash == host + 21
                        || url.substring(host, slash).endsWith(".signin.aws.amazon.com"))
                && url.startsWith("/saml", slash);
    }

    /** See {@code NameQualifier} of AssumeRoleWithSAML's answer, which says how it is made. */
    private static String qualifier(String issuer, String provider) {
        String[] fields = provider.split(":", 6);
        String name = provider.substring(provider.lastIndexOf('/') + 1);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((issuer + fields[4] + "/" + name).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is part of every JDK", e);
        }
    }

    /** The condition keys that a trust policy sees. */
    Map<String, List<String>> trustKeys() {
        Map<String, List<String>> keys = new TreeMap<>(attributes);
        keys.putAll(sessionKeys());
        String[] fields = provider.split(":", 6);
        keys.put("saml:aud", List.of(audience));
        keys.put("saml:iss", List.of(issuer));
        keys.put("saml:doc", List.of(fields[4] + "/" + provider.substring(provider.lastIndexOf('/') + 1)));
        return keys;
    }

    /** Those of them that stay with the session. */
    private Map<String, List<String>> sessionKeys() {
        return Map.of(
                "saml:namequalifier", List.of(qualifier),
                "saml:sub", List.of(subject),
                "saml:sub_type", List.of(subjectType));
    }

    @Override
    public Caller caller(Call call) {
        return Caller.federated(
                Caller.Kind.SAML,
                new Caller.Federation(provider, trustKeys(), false),
                qualifier + ":" + subject,
                subject,
                call.caller().vantage());
    }

    @Override
    public Caller.Federation federation() {
        return new Caller.Federation(provider, sessionKeys(), false);
    }
}
