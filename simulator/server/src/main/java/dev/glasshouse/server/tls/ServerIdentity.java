package dev.glasshouse.server.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The server's certificate and key, made at the first handshake: most processes never see one, and a start should not wait for it. */
public final class ServerIdentity extends X509ExtendedKeyManager {

    private final Supplier<CertificateAuthority> authority;
    private volatile @Nullable X509ExtendedKeyManager made;

    private ServerIdentity(Supplier<CertificateAuthority> authority) {
        this.authority = authority;
    }

    /**
     * A context that shows the authority's certificate and asks clients for none.
     *
     * @param authority asked at the first handshake, and then no more
     */
    public static SSLContext context(Supplier<CertificateAuthority> authority) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            // the JDK would read all the authorities that it trusts for clients' certificates
            context.init(new KeyManager[] {new ServerIdentity(authority)}, new TrustManager[0], new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    private X509ExtendedKeyManager keys() {
        X509ExtendedKeyManager known = made;
        if (known == null) {
            known = make(authority.get());
            made = known;
        }
        return known;
    }

    private static X509ExtendedKeyManager make(CertificateAuthority authority) {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(authority.server(), new char[0]);
            return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the store is our own", e);
        }
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return keys().chooseEngineServerAlias(keyType, issuers, engine);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keys().chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return keys().getServerAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return keys().getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return keys().getPrivateKey(alias);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null; // never a client
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
