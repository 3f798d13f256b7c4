package dev.glasshouse.service.s3;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The encryption context that a request adds to S3's own. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#encryption-context">Encryption
 * context</a>.
 */
final class EncryptionContext {

    /** The pair that S3 adds: the ARN of the object, or of the bucket where the key is the bucket's. */
    static final String ARN = "aws:s3:arn";

    private static final String HEADER = "x-amz-server-side-encryption-context";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EncryptionContext() {}

    /**
     * The pairs of a header; none where there is no header.
     *
     * @throws dev.glasshouse.call.ServiceException where it is not the base 64 of a JSON object of texts
     */
    static Map<String, String> parse(@Nullable String header) {
        if (header == null) {
            return Map.of();
        }
        Map<String, String> pairs = new TreeMap<>();
        try {
            JsonNode json = JSON.readTree(Base64.getDecoder().decode(header));
            if (!json.isObject() || json.valueStream().anyMatch(value -> !value.isTextual())) {
                throw fault(header);
            }
            json.properties()
                    .forEach(pair -> pairs.put(pair.getKey(), pair.getValue().textValue()));
        } catch (IllegalArgumentException | IOException e) {
            throw fault(header);
        }
        return pairs;
    }

    /** The whole context of a key; who says the ARN himself is taken at his word. */
    static Map<String, String> whole(Map<String, String> said, String arn) {
        Map<String, String> whole = new TreeMap<>(said);
        whole.putIfAbsent(ARN, arn);
        return whole;
    }

    private static RuntimeException fault(String header) {
        return S3Errors.invalidArgument(
                "The header '" + HEADER + "' shall be Base64-encoded UTF-8 string holding JSON"
                        + " which represents a string-string map",
                HEADER,
                header);
    }
}
