package dev.glasshouse.service.iam;

/** A SAML metadata document, and an RSA key with its certificate, made for tests. */
final class TestSaml {

    static final String METADATA = """
            <?xml version="1.0"?>
            <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com/saml">
              <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>
                MIIDFzCCAf+gAwIBAgIUWCJ7U5TFhhDAeGCQ4TibEDAU+SYwDQYJKoZIhvcNAQELBQAwGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMCAXDTI2MTEyNTAwMDQyM1oYDzIxMjYxMTAxMDAwNDIzWjAaMRgwFgYDVQQDDA9pZHAuZXhhbXBsZS5jb20wggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCh6M9N4ZqyQvqdIESjBt1fCnpIn5vES6q6PgFq1BsAKgQQwXQLWoVYC8xVQcJ+uVspgVLR0sW7jvsEBrJDdMAI4f6j9gv7Rld693ITUzpEc+a+g630iIphptJQjo6d+xyci3Ybnmy0AHBZvTvDmx1hCqi/UNvMMCz9WBtNhX61eRWY7eKzfZTDfx4dn5N6HYEhKo1T3EjTNWWvfFmyPFzsujO/YWTUzsB1e+7WQAPoFOS3RcH11jnl0LP6QBqoEbccgiSUZI/vWQzztNPORdMD+7vQLXPbZMw5+8UZFBMvzVp94s1oyiWzp3UxX27PE6jM1HoGLvewxcwWYHRQZjVXAgMBAAGjUzBRMB0GA1UdDgQWBBQwqYhFz1zP2aHBD4CoDxNMJm6CEjAfBgNVHSMEGDAWgBQwqYhFz1zP2aHBD4CoDxNMJm6CEjAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQCFH0vhXBgU+9bsLGYOw1dp71wP1ymMLjCzMLuyWCvNsfHbJhwxN2QasxgM9VNI3mI8p5wE453txTsQrVJTxzvThcH+ECfPDGJGNII+0YyEqthLwB2fLMtNHf97wK4KDCnTsbusrtFOhxw2IBtspxBF3x7gtduG6rxW/f+M85iA9mF8JT7Vwu1BseXBh6lSlZkA62j7RtMb28bW6/AKpgIGzYA8ixDYDnPfidfVcYGkIcwwrrpCTAt1BxLvAmoSi6976CFACK7h6351JSTWsJHkBMbMIXia3AInwPYdU22V7s+5H1TKnahsu68tXGUDHn/t51TzbarPsCq0cTwJksLc
                </ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
                <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
              </md:IDPSSODescriptor>
            </md:EntityDescriptor>
            """;

    static final String KEY = """
            -----BEGIN PRIVATE KEY-----
            MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCh6M9N4ZqyQvqd
            IESjBt1fCnpIn5vES6q6PgFq1BsAKgQQwXQLWoVYC8xVQcJ+uVspgVLR0sW7jvsE
            BrJDdMAI4f6j9gv7Rld693ITUzpEc+a+g630iIphptJQjo6d+xyci3Ybnmy0AHBZ
            vTvDmx1hCqi/UNvMMCz9WBtNhX61eRWY7eKzfZTDfx4dn5N6HYEhKo1T3EjTNWWv
            fFmyPFzsujO/YWTUzsB1e+7WQAPoFOS3RcH11jnl0LP6QBqoEbccgiSUZI/vWQzz
            tNPORdMD+7vQLXPbZMw5+8UZFBMvzVp94s1oyiWzp3UxX27PE6jM1HoGLvewxcwW
            YHRQZjVXAgMBAAECggEAHxwdLRFCyKrO/b70AUEx6u+X9HlalDqXyOZeHlk4AO2R
            z2hkdEQF6BeIQP98MB5Mcmqrb66omLPN7oWc3hJCTdKiu31s6vCmoXWHQUhWI04D
            0ap6k8hikoXb1me15owYAMpZPNBRgbqt28hdAeY9nGZQa0ZNnWvKUTmLMXeLk7Gs
            HC7A7WbZE7SX4vw4BAdN7z+paBUrqX1knyeBN3VC/eZ6xlKSofLr4s9KCoXVR/Dk
            JGCdXslE/bMu8Qr+DD/ihK3XcOqYAs+g/sdrVX19C6uzU39mSIH5LsYPDJ1LAn0e
            gzmE4CbBSev4E/jbsmwpnrvi1atUGO9Nub1zsX2IGQKBgQDkvoJ/7+j9olypaj78
            ZNuyu9cB45aFweaqYeRieeyI7lXKKXSWRN1pk0DQkutg2IjcCmosY99az2q1zg20
            aRWjS+J3cJYcEMwKfW7FgCgi9QxRQqeR8jIauy9B4UdZhl/DC9JHYTYrGFgduscg
            Ob0bzZ/Yyycony7mpdy2OMuFPwKBgQC1M5un9nB8SH05uRkSHM2QA3Kdga7myIwD
            SgNWwm5qOdOHv6JcZrP/kETMUYC8WvS9Vqzu3BAQdV1J94EFqmB//1VwxBgbq+WZ
            gJpR0krO91kRqv8Kev8VN4nyb/5rF67PDNKbmyCZh4jAmUnkdRPzRFDYiTmPXu9t
            oFiyML9R6QKBgQCh7P7ChFmh2qLPxwdpchhYMUKl8q8mZrncGUosL/Uyhc0zPB9t
            FLjMONJkE+0N9JsFcVXxsI13Ymc+5eurr8wCegCJ3qhUm8tlDaAxrWQ8Qs4CZDXt
            Sc8QPzvX3hq9FDOMBj1IDFflL+mIuiSl+lmVaf1i4YUJ642u9vEECbaAzwKBgBgT
            l2cl86RP7XOyCIbDlPzBuIT9KkQ3+YKmXvM0On+a12R+LhChBOG8RafwXG6ql0Jh
            NfE3BFtrfM3LOTWLge7/+lZVd+6VVJik4dxlWNNPQmJ6mhDGbwZertGr195a8ztH
            tORAJIDB5YXR2GOmutPkC+n5sdA/CQlD+QUUPRehAoGAKeNmJj7khhY8ULx3KdRD
            qax+N8cuDHyeBST1+BEL3d6FhwjId/IyqJRdrWuBDlhpVoukchJdwXavL8qF5Z5j
            OAVXO+HpcaXafCtN5GHls1ubtRLhhvzuLlifIDrSHqn6gwru8YjBTP2p7bLmYhZt
            ZypnoHFCpOO+iWkDEj1OWhs=
            -----END PRIVATE KEY-----
            """;

    static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIDFzCCAf+gAwIBAgIUWCJ7U5TFhhDAeGCQ4TibEDAU+SYwDQYJKoZIhvcNAQEL
            BQAwGjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMCAXDTI2MTEyNTAwMDQyM1oY
            DzIxMjYxMTAxMDAwNDIzWjAaMRgwFgYDVQQDDA9pZHAuZXhhbXBsZS5jb20wggEi
            MA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQCh6M9N4ZqyQvqdIESjBt1fCnpI
            n5vES6q6PgFq1BsAKgQQwXQLWoVYC8xVQcJ+uVspgVLR0sW7jvsEBrJDdMAI4f6j
            9gv7Rld693ITUzpEc+a+g630iIphptJQjo6d+xyci3Ybnmy0AHBZvTvDmx1hCqi/
            UNvMMCz9WBtNhX61eRWY7eKzfZTDfx4dn5N6HYEhKo1T3EjTNWWvfFmyPFzsujO/
            YWTUzsB1e+7WQAPoFOS3RcH11jnl0LP6QBqoEbccgiSUZI/vWQzztNPORdMD+7vQ
            LXPbZMw5+8UZFBMvzVp94s1oyiWzp3UxX27PE6jM1HoGLvewxcwWYHRQZjVXAgMB
            AAGjUzBRMB0GA1UdDgQWBBQwqYhFz1zP2aHBD4CoDxNMJm6CEjAfBgNVHSMEGDAW
            gBQwqYhFz1zP2aHBD4CoDxNMJm6CEjAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3
            DQEBCwUAA4IBAQCFH0vhXBgU+9bsLGYOw1dp71wP1ymMLjCzMLuyWCvNsfHbJhwx
            N2QasxgM9VNI3mI8p5wE453txTsQrVJTxzvThcH+ECfPDGJGNII+0YyEqthLwB2f
            LMtNHf97wK4KDCnTsbusrtFOhxw2IBtspxBF3x7gtduG6rxW/f+M85iA9mF8JT7V
            wu1BseXBh6lSlZkA62j7RtMb28bW6/AKpgIGzYA8ixDYDnPfidfVcYGkIcwwrrpC
            TAt1BxLvAmoSi6976CFACK7h6351JSTWsJHkBMbMIXia3AInwPYdU22V7s+5H1TK
            nahsu68tXGUDHn/t51TzbarPsCq0cTwJksLc
            -----END CERTIFICATE-----
            """;

    private TestSaml() {}
}
