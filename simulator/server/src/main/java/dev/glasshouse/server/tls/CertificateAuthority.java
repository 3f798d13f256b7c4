package dev.glasshouse.server.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority for one process: it signs one certificate, for this machine and for AWS's endpoints. Its key
 * never leaves memory, so that trusting its certificate trusts this process alone, for as long as it runs.
 */
public final class CertificateAuthority {

    private static final Duration LIFE = Duration.ofDays(30);
    private static final String ALGORITHM = "SHA256withECDSA";
    private static final X500Name ISSUER = new X500Name("CN=Glasshouse local CA,O=Glasshouse");
    private static final X500Name SUBJECT = new X500Name("CN=localhost,O=Glasshouse");

    private final SecureRandom random = new SecureRandom();
    private final X509Certificate certificate;
    private final KeyStore server;

    /**
     * Makes the authority and the server's certificate.
     *
     * @param now wall time, from which both are good for thirty days
     * @param regions the Regions whose endpoints the certificate names
     */
    public CertificateAuthority(Instant now, Iterable<String> regions) {
        try {
            KeyPair authority = keys();
            this.certificate = sign(
                    builder(ISSUER, authority, now)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)),
                    authority);
            KeyPair leaf = keys();
            X509Certificate own = sign(
                    builder(SUBJECT, leaf, now)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                            .addExtension(
                                    Extension.extendedKeyUsage,
                                    false,
                                    new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                            .addExtension(Extension.subjectAlternativeName, false, names(regions)),
                    authority);
            // it never leaves memory, and the newer kind of store would hash a password many times
            this.server = KeyStore.getInstance("JKS");
            server.load(null, null);
            server.setKeyEntry("server", leaf.getPrivate(), new char[0], new X509Certificate[] {own, certificate});
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("every JDK has elliptic curves", e);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair keys, Instant now) {
        return new JcaX509v3CertificateBuilder(
                ISSUER,
                new BigInteger(127, random),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(LIFE)),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, KeyPair authority)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(ALGORITHM).build(authority.getPrivate())));
    }

    private static GeneralNames names(Iterable<String> regions) {
        List<GeneralName> names = new ArrayList<>();
        for (String host : List.of("localhost", "*.localhost", "*.amazonaws.com", "*.s3.amazonaws.com")) {
            names.add(new GeneralName(GeneralName.dNSName, host));
        }
        for (String region : regions) {
            for (String before : List.of("", "s3.", "s3-control.", "s3-accesspoint.", "dualstack.", "s3.dualstack.")) {
                names.add(new GeneralName(GeneralName.dNSName, "*." + before + region + ".amazonaws.com"));
            }
        }
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    /** The server's key and certificate, under an empty password. */
    public KeyStore server() {
        return server;
    }

    /** The authority's certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The authority's certificate as clients take it: PEM. */
    public String pem() {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return text.toString();
    }
}
