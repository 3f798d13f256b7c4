package dev.glasshouse.service.iam;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What a SAML metadata document says of an identity provider.
 *
 * @param entityId who issues its assertions
 * @param signing the certificates that sign them, one at least
 * @param validUntil when the document ends, or null
 */
record SamlMetadata(
        String entityId,
        List<X509Certificate> signing,
        @Nullable Instant validUntil) {

    private static final String MD = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    private static final int MOST_DEPTH = 64;

    SamlMetadata {
        signing = List.copyOf(signing);
    }

    /** Reads a document; empty where it is no metadata of an identity provider. No entity or file is ever looked up. */
    static Optional<SamlMetadata> parse(String document) {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(document));
            try {
                return new Reading().read(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException | CertificateException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static final class Reading {
        private final List<X509Certificate> signing = new ArrayList<>();
        private @Nullable String entityId;
        private @Nullable Instant validUntil;
        private boolean identityProvider;
        private boolean signs;
        private int depth;
        private int idpDepth;

        Optional<SamlMetadata> read(XMLStreamReader xml) throws XMLStreamException, CertificateException {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    return Optional.empty();
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (++depth > MOST_DEPTH) {
                        return Optional.empty();
                    }
                    begin(xml);
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    if (depth == idpDepth) {
                        idpDepth = 0;
                    }
                    depth--;
                }
            }
            return entityId == null || entityId.isEmpty() || !identityProvider || signing.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new SamlMetadata(entityId, signing, validUntil));
        }

        private void begin(XMLStreamReader xml) throws XMLStreamException, CertificateException {
            QName name = xml.getName();
            if (name.equals(new QName(MD, "EntityDescriptor")) && entityId == null) {
                entityId = xml.getAttributeValue(null, "entityID");
                String until = xml.getAttributeValue(null, "validUntil");
                validUntil = until == null ? null : OffsetDateTime.parse(until).toInstant();
            } else if (name.equals(new QName(MD, "IDPSSODescriptor"))) {
                identityProvider = true;
                idpDepth = depth;
            } else if (name.equals(new QName(MD, "KeyDescriptor"))) {
                String use = xml.getAttributeValue(null, "use");
                signs = idpDepth > 0 && (use == null || use.equals("signing"));
            } else if (name.equals(new QName(DS, "X509Certificate")) && signs && idpDepth > 0) {
                byte[] der = Base64.getMimeDecoder().decode(xml.getElementText());
                depth--;
                signing.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
            }
        }
    }
}
