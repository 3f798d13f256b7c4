package dev.glasshouse.service.iam;

/** A certificate of an authority, and one that it issued with its key, made for tests. */
final class TestCertificates {

    static final String AUTHORITY = """
            -----BEGIN CERTIFICATE-----
            MIIDBzCCAe+gAwIBAgIUYRMPuFWl+C5RqKggpvOOvXa55YAwDQYJKoZIhvcNAQEL
            BQAwEjEQMA4GA1UEAwwHVGVzdCBDQTAgFw0yNjExMjUwMDM3NDdaGA8yMTI2MTEw
            MTAwMzc0N1owEjEQMA4GA1UEAwwHVGVzdCBDQTCCASIwDQYJKoZIhvcNAQEBBQAD
            ggEPADCCAQoCggEBAOF8CngRMDShuhqX20JdMWhwm32sz3HukisAfvlmNE66WT39
            DepXXZQHS9McEAnuTerwYEYD8oeP/Lf3VP/D60nRVmPRrmsQ/+irw0d3Df2dfV76
            8Lh8OXaOCD4cwhkCsxgmkshRAmgp14erFjd6udEXF+kVAG2lEv0Y8AG/BXRiF8WN
            JEewlGLnjjofxqIZqReYhdxWNngnKeaUVg+CnrBSYsbDj6rTa+yHdQokWtQC5Pph
            5EeQXZgOVXavcnjQQZgBheEMvL5y3D0chlbvJwcgAwI2teGA0+xSD9oMrTTKuwVm
            a1XGFRU78emdkyHL5dIPfN+7wA0+039TZT2JNx0CAwEAAaNTMFEwHQYDVR0OBBYE
            FE8aBZaYE7l8xiweSB2zVxSGP6G8MB8GA1UdIwQYMBaAFE8aBZaYE7l8xiweSB2z
            VxSGP6G8MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBANySacH5
            6j5daUxui9vK6fsxCv3/AAtuWi5OfnlvoYcPu4W0h2mJRlENVkzww50hMk2jK5NU
            d7ZUfje8zUuE4/u7PU8FXkntPw/+iOm95ht8wZWVw7SBK56mnLlSMSGxkMKREHdn
            bF08oOlZn3RtiY+l/hBJ1jlV3flgqbq0xq6y9aqTw1XEfQNazP5P6Zk0+x7T58Sh
            Q0JjOYzdc+sdNl1c+P8XXXkXuRsEEHhS6rNK2624fQ57MFwvO1b6Ldhq5W3laz19
            cmTMdXZ29qETF5Bbva0lf5lQlK907oEJhsA/YZYiosqC79MizKrc+n5BL3hEgUa9
            22u+8KWGCpovN0c=
            -----END CERTIFICATE-----
            """;

    static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIICtTCCAZ0CFDzM018FjusEbZK1TspBVNMcOjpcMA0GCSqGSIb3DQEBCwUAMBIx
            EDAOBgNVBAMMB1Rlc3QgQ0EwIBcNMjYxMTI1MDAzNzQ4WhgPMjEyNjExMDEwMDM3
            NDhaMBoxGDAWBgNVBAMMD3d3dy5leGFtcGxlLmNvbTCCASIwDQYJKoZIhvcNAQEB
            BQADggEPADCCAQoCggEBAMNAOFoua6V5RXKTiUvY38HB5mjHTLu7+22MCanE3e9+
            DgAjakSDQo9WVzcoDvv9r+Owoa0JbPurufrOpAmm1T/gMm96KualrVQ2+lxpaAJF
            ZGzrqUD/GitJNx9FiLv98FKelI4OlCAbJV1Z5t6t4hh7YmcEAaCbJ51gd2tXOKgV
            iNcWcnbuj0udht/I2fUAkUQCGVsenIluOnLVzFXl8G52d4I8Q1hFsGg9LUGyYuq8
            Wb8i1Sr3z5jMkvuFO5v6LfyEFwXL9y5yLFx+ztM/6VGZ9sgrv3FaOFVPO6fkoEDO
            qBdvpbPZsro54EKF4Dw4EhE8uujCXj/rFPDu4BFYbskCAwEAATANBgkqhkiG9w0B
            AQsFAAOCAQEA0LbGtYumBejy8XahfB4SXSZcpkEKYs2QEcdrIE7DaCwF7140IolN
            D/B4s01P8GanFJGn3sYkXRORqFbS+zWCCMEoJ7g8p4o2ZnhHq3TcTICZX97gsuwC
            vaqI4zeCwM8jz4520Ju5XIlJ9oa7v0zcaxIpicYxOX71NJszmI/Oc7WP1+o9uXy7
            +mZReb8UTl082+sKu9gJ8rmhYDa2cbKZ4EneTzFNHlXAe+ARXpWkqGNVp3JE193I
            DiNOCsoqFY1U//yksOW/Fj6XjnPRhX4hBXGfX30o7mM+7EZjh4/b0to/p0Xzdzoy
            XJIRKcRmzTRpgHn80aIC6UCLatPt723jCw==
            -----END CERTIFICATE-----
            """;

    static final String KEY = """
            -----BEGIN PRIVATE KEY-----
            MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDDQDhaLmuleUVy
            k4lL2N/BweZox0y7u/ttjAmpxN3vfg4AI2pEg0KPVlc3KA77/a/jsKGtCWz7q7n6
            zqQJptU/4DJveirmpa1UNvpcaWgCRWRs66lA/xorSTcfRYi7/fBSnpSODpQgGyVd
            WebereIYe2JnBAGgmyedYHdrVzioFYjXFnJ27o9LnYbfyNn1AJFEAhlbHpyJbjpy
            1cxV5fBudneCPENYRbBoPS1BsmLqvFm/ItUq98+YzJL7hTub+i38hBcFy/cucixc
            fs7TP+lRmfbIK79xWjhVTzun5KBAzqgXb6Wz2bK6OeBCheA8OBIRPLrowl4/6xTw
            7uARWG7JAgMBAAECggEAA7UOGEn4WbPoaXJNjP3Eim8ytkS8Mi0xxpTr5TEZO63Q
            HYazMKDVrqBVRSwwnTeKruqQuHJxcMxx2lh6OwPTtSiQQSnA4TT1HHu8wH7ebnrk
            rVLCvihnjLnag5UiDLcqH1idVVV1Yvk+sOBIL/6iNiall5fbhg2AsLLIRkJFD5/s
            g2cMsEwUntNe8D5eiszYONwwb4qh5XwHHYBRFg6cW86sCFmoRrnNkqTm4Wdc1AN7
            ggDEanFBure7EtjriA5Z0mMl/cFmh0anVDiUMDFvd9uBwv3waFfk6rTJ0bFCtFw8
            lUtBx144rBCHL+vo+2G4ZLb1hAVCv+uJ8EFJaTl3VwKBgQD4LrJG7Da0cD9O+PNW
            feyFw5RS1S7lPoNjEb7+hZZXZixzjntW1O9ABdx/8Mk26v2354elojsNzbBHMUTu
            Hjqz4Ekr5YNhvmWw3CNon3O34ltKtRg84HtcPq28ExwURnKSKGL786A49JT/ZcI2
            F3tnaFZbxz60/dVy8UVjzemq4wKBgQDJZrEumb1h6F/08V2h6FNrY06bAhgniaab
            Z0Ke8r6imdX87GV+2rJ//IhN2pTdEZgGNiBDyN/fNALQXbsHtcJ/9/ggLgflqjuH
            U8Micmqk/mwkoby2kmU/+novLLKZXpsUZjMEOyl+eXBsrhpIFUfJF3NdrilC4rbG
            4ZgRMamTYwKBgE9ct1ugm5m1rzj0uPO2jtTzhtG6JCXgiKk8eoPvefT20k4diOlq
            bBtgBHPRLrbmDD4rxp+7sgCm/rC1W6J9fi4ZEaz81reB6AjXTGdfXeS2eJT6Ngb5
            jdkgnfPfdIIzSN3eFlEVRe4QoDjPdHxRo/+cSMlOfInqBcCc0KCqrwcbAoGBAL1d
            7lkHuzb03EyeKdDTdqQxYraC2J1MYzgZdl2nlrGifb7rs178WPvYQX0aegAGy++D
            MwEpPb5L1B2BFBtivne+ezIetdQvJPvQOVkJRdbPVnV3Ec6EhekLJZl3qJJmjuA2
            W9+tlQ1TN+8oIJQIVk/w2cuKt0cpjnwfn/ECxhRLAoGAAJdL2p0pdCo7ks2lYZoe
            YA7eNgM3bnccdT0pAMCckttttzV/y/GOU4zt2jO1guDXP3Ygc4eIHuYeZldbo8tO
            pBU3ua+WCrmUMx6dsuXUFXtH3H22E7ho6oFa/AXxPl0+5enbBUKAALOuWSSnDFdi
            1foFpQhS5bTf8VfQ8OX1kgs=
            -----END PRIVATE KEY-----
            """;

    private TestCertificates() {}
}
