package dev.glasshouse.service.sts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attributes of assertions that trust policies see as condition keys. See
 * <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html#saml-attribute-mapping">
 * Mapping SAML attributes to AWS trust policy context keys</a>.
 */
final class SamlAttributes {

    private static final String PERSON = "urn:oid:1.3.6.1.4.1.5923.1.1.1.";
    private static final String ORGANIZATION = "urn:oid:1.3.6.1.4.1.5923.1.2.1.";
    private static final String CLAIMS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

    /** Names of attributes and their keys without {@code saml:}. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry(PERSON + "1", "edupersonaffiliation"),
            Map.entry(PERSON + "2", "edupersonnickname"),
            Map.entry(PERSON + "3", "edupersonorgdn"),
            Map.entry(PERSON + "4", "edupersonorgunitdn"),
            Map.entry(PERSON + "5", "edupersonprimaryaffiliation"),
            Map.entry(PERSON + "6", "edupersonprincipalname"),
            Map.entry(PERSON + "7", "edupersonentitlement"),
            Map.entry(PERSON + "8", "edupersonprimaryorgunitdn"),
            Map.entry(PERSON + "9", "edupersonscopedaffiliation"),
            Map.entry(PERSON + "10", "edupersontargetedid"),
            Map.entry(PERSON + "11", "edupersonassurance"),
            Map.entry(ORGANIZATION + "2", "eduorghomepageuri"),
            Map.entry(ORGANIZATION + "3", "eduorgidentityauthnpolicyuri"),
            Map.entry(ORGANIZATION + "4", "eduorglegalname"),
            Map.entry(ORGANIZATION + "5", "eduorgsuperioruri"),
            Map.entry(ORGANIZATION + "6", "eduorgwhitepagesuri"),
            Map.entry("urn:oid:2.5.4.3", "cn"),
            Map.entry(CLAIMS + "name", "name"),
            Map.entry("http://schemas.xmlsoap.org/claims/CommonName", "commonname"),
            Map.entry(CLAIMS + "givenname", "givenname"),
            Map.entry(CLAIMS + "surname", "surname"),
            Map.entry(CLAIMS + "emailaddress", "mail"),
            // so says the guide; there is a key saml:primaryGroupSID as well, which no attribute is said to give
            Map.entry("http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid", "uid"),
            Map.entry("2.5.4.3", "commonname"),
            Map.entry("2.5.4.4", "surname"),
            Map.entry("2.5.4.42", "givenname"),
            Map.entry("2.5.4.45", "x500uniqueidentifier"),
            Map.entry("0.9.2342.19200300.100.1.1", "uid"),
            Map.entry("0.9.2342.19200300.100.1.3", "mail"),
            Map.entry("0.9.2342.19200300.100.1.45", "organizationstatus"));

    private SamlAttributes() {}

    /** The condition keys of an assertion's attributes; of several attributes for one key the first counts. */
    static Map<String, List<String>> keys(Map<String, List<String>> attributes) {
        Map<String, List<String>> keys = new HashMap<>();
        attributes.forEach((name, values) -> {
            String key = KEYS.get(name);
            if (key != null && !values.isEmpty()) {
                keys.putIfAbsent("saml:" + key, values);
            }
        });
        return keys;
    }
}
