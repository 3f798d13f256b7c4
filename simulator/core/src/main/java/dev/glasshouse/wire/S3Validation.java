package dev.glasshouse.wire;

import dev.glasshouse.api.model.ListShape;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.Scalar;
import dev.glasshouse.api.model.Structure;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** S3's wording: a bad body is MalformedXML, and headers and parameters have sentences of their own. */
final class S3Validation implements ValidationDialect {

    /** Attributes that are asked for by a header that is missing or says none. */
    private static final WireError NO_ATTRIBUTES = WireError.of(
            "InvalidRequest",
            400,
            "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty");

    @Override
    public WireError error(List<Violation> violations) {
        Violation first = violations.get(0);
        return switch (first.top().location()) {
            case BODY -> inBody(first);
            case HEADER, HEADERS -> inHeader(first);
            case QUERY, URI, STATUS_CODE -> inQuery(first);
        };
    }

    private static WireError inBody(Violation violation) {
        Member member = violation.member();
        if (violation.rule() instanceof Rule.Required && member.equals(violation.top())) {
            if (member.name().equals("Policy")) {
                return WireError.of(
                        "MalformedPolicy", 400, "Policies must be valid JSON and the first byte must be '{'");
            }
            if (member.shape() instanceof Structure) {
                return WireError.of("MissingRequestBodyError", 400, "Request Body is empty");
            }
        }
        if (violation.rule() instanceof Rule.Elements && member.name().equals("Events")) {
            return argument("The event is not supported for notifications", "Event", unknown(violation));
        }
        if (violation.rule() instanceof Rule.OneOf && isNoTarget(violation)) {
            return argument(
                    "Invalid target Storage class for Transition action",
                    member.name(),
                    String.valueOf(violation.value()));
        }
        if (violation.top().name().equals("AccessControlPolicy")) {
            return WireError.of("MalformedACLError", 400, RestXmlDialect.WELL_FORMED);
        }
        return WireError.of("MalformedXML", 400, RestXmlDialect.WELL_FORMED);
    }

    /** Whether a lifecycle's transition leads to a storage class that objects cannot be moved to. */
    private static boolean isNoTarget(Violation violation) {
        return violation.top().name().equals("LifecycleConfiguration")
                && violation.member().name().equals("StorageClass")
                && (String.valueOf(violation.value()).equals("STANDARD")
                        || String.valueOf(violation.value()).equals("REDUCED_REDUNDANCY"));
    }

    private static WireError inHeader(Violation violation) {
        String header = violation.member().locationName().toLowerCase(Locale.ROOT);
        if (violation.rule() instanceof Rule.Required) {
            return header.equals("x-amz-object-attributes")
                    ? NO_ATTRIBUTES
                    : WireError.of("InvalidRequest", 400, "Missing required header for this request: " + header);
        }
        String value = String.valueOf(violation.value());
        return switch (header) {
            case "x-amz-object-attributes" -> argument("Invalid attribute name specified", header, unknown(violation));
            case "x-amz-checksum-type" ->
                WireError.of("InvalidRequest", 400, "Value for " + header + " header is invalid.");
            case "x-amz-storage-class" ->
                WireError.of("InvalidStorageClass", 400, "The storage class you specified is not valid")
                        .with("StorageClassRequested", value);
            case "x-amz-server-side-encryption" ->
                argument("The encryption method specified is not supported", header, value);
            case "x-amz-object-ownership" ->
                WireError.of("InvalidArgument", 400, "Invalid x-amz-object-ownership header: " + value)
                        .with("ArgumentName", header);
            case "x-amz-transition-default-minimum-object-size" ->
                WireError.of("InvalidRequest", 400, "Invalid TransitionDefaultMinimumObjectSize found: " + value);
            case "x-amz-acl" -> argument(null, header, value);
            case "x-amz-object-lock-mode" -> argument("Unknown wormMode directive.", header, value);
            case "x-amz-tagging-directive" -> argument("Unknown tagging directive.", header, value);
            case "x-amz-object-lock-legal-hold" ->
                argument("Legal Hold must be either of 'ON' or 'OFF'", header, value);
            case "x-amz-optional-object-attributes" -> argument("Invalid attribute name specified", header, value);
            case "x-amz-metadata-directive" -> argument("Unknown metadata directive.", header, value);
            case "x-amz-checksum-algorithm", "x-amz-sdk-checksum-algorithm" ->
                WireError.of(
                        "InvalidRequest",
                        400,
                        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
                                + "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
            default -> argument("Invalid value for " + header, header, value);
        };
    }

    /** The first of a list's elements that the model does not have. */
    private static String unknown(Violation violation) {
        List<?> elements = violation.value() instanceof List<?> list ? list : List.of();
        List<String> known =
                violation.member().shape() instanceof ListShape list && list.member() instanceof Scalar scalar
                        ? scalar.enumValues()
                        : List.of();
        return elements.stream()
                .map(String::valueOf)
                .filter(element -> !known.contains(element))
                .findFirst()
                .orElse("");
    }

    private static WireError inQuery(Violation violation) {
        String name = violation.member().locationName();
        String value = String.valueOf(violation.value());
        if (name.equals("encoding-type")) {
            return argument("Invalid Encoding Method specified in Request", name, value);
        }
        if (name.equals("max-buckets")) {
            return argument("Argument max-buckets must be an integer between 1 and 10000", name, value);
        }
        return violation.rule() instanceof Rule.Required
                ? argument("Missing required parameter: " + name, name, "")
                : argument("Invalid " + name, name, value);
    }

    private static WireError argument(@Nullable String message, String name, String value) {
        return WireError.invalidArgument(message, name, value);
    }
}
