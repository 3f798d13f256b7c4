package dev.glasshouse.wire;

import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.api.model.XmlNamespace;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How one service's XML differs where AWS's published model does not say: S3's namespace, its root elements, its bare
 * errors and its headers.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">S3's
 *     response syntax by operation</a>
 */
record RestXmlDialect(boolean s3) {

    static final String WELL_FORMED =
            "The XML you provided was not well-formed or did not validate against our published schema";

    private static final RestXmlDialect S3 = new RestXmlDialect(true);
    private static final RestXmlDialect PLAIN = new RestXmlDialect(false);

    private static final XmlNamespace S3_NAMESPACE = new XmlNamespace("http://s3.amazonaws.com/doc/2006-03-01/", null);

    private static final Map<String, String> S3_ROOTS = Map.ofEntries(
            Map.entry("ListBuckets", "ListAllMyBucketsResult"),
            Map.entry("ListDirectoryBuckets", "ListAllMyDirectoryBucketsResult"),
            Map.entry("ListObjects", "ListBucketResult"),
            Map.entry("ListObjectsV2", "ListBucketResult"),
            Map.entry("ListObjectVersions", "ListVersionsResult"),
            Map.entry("ListMultipartUploads", "ListMultipartUploadsResult"),
            Map.entry("ListParts", "ListPartsResult"),
            Map.entry("CreateMultipartUpload", "InitiateMultipartUploadResult"),
            Map.entry("CompleteMultipartUpload", "CompleteMultipartUploadResult"),
            Map.entry("CreateSession", "CreateSessionResult"),
            Map.entry("DeleteObjects", "DeleteResult"),
            Map.entry("GetBucketAcl", "AccessControlPolicy"),
            Map.entry("GetObjectAcl", "AccessControlPolicy"),
            Map.entry("GetBucketAccelerateConfiguration", "AccelerateConfiguration"),
            Map.entry("GetBucketCors", "CORSConfiguration"),
            Map.entry("GetBucketLifecycle", "LifecycleConfiguration"),
            Map.entry("GetBucketLifecycleConfiguration", "LifecycleConfiguration"),
            Map.entry("GetBucketLocation", "LocationConstraint"),
            Map.entry("GetBucketLogging", "BucketLoggingStatus"),
            Map.entry("GetBucketRequestPayment", "RequestPaymentConfiguration"),
            Map.entry("GetBucketTagging", "Tagging"),
            Map.entry("GetObjectTagging", "Tagging"),
            Map.entry("GetBucketVersioning", "VersioningConfiguration"),
            Map.entry("GetBucketWebsite", "WebsiteConfiguration"),
            Map.entry("GetObjectAttributes", "GetObjectAttributesResponse"),
            Map.entry("ListBucketAnalyticsConfigurations", "ListBucketAnalyticsConfigurationResult"),
            Map.entry("ListBucketInventoryConfigurations", "ListInventoryConfigurationsResult"),
            Map.entry("ListBucketMetricsConfigurations", "ListMetricsConfigurationsResult"));

    static RestXmlDialect of(ServiceModel service) {
        return service.name().equals("s3") ? S3 : PLAIN;
    }

    /** The namespace of root elements. */
    @Nullable
    XmlNamespace namespace(ServiceModel service) {
        return s3 ? S3_NAMESPACE : service.xmlNamespace();
    }

    /** The root element of an output without a payload member. */
    String root(OperationModel operation, Structure output) {
        if (output.xmlName() != null) {
            return Objects.requireNonNull(output.xmlName());
        }
        return s3 ? S3_ROOTS.getOrDefault(operation.name(), output.name()) : output.name();
    }

    /** Whether the output's one member stands in the root element itself. */
    boolean unwrapped(OperationModel operation) {
        return s3 && operation.name().equals("GetBucketLocation");
    }

    /** The content type of a text that is the whole body. */
    String textType(OperationModel operation) {
        return s3 && operation.name().equals("GetBucketPolicy") ? "application/json" : "text/plain";
    }

    /**
     * Refuses a document that does not fit its shape, where the service does.
     *
     * @param which which of the shape's members stand in it
     */
    void requireSchema(XmlNode root, Structure shape, Predicate<Member> which) throws MalformedException {
        if (s3) {
            XmlSchema.require(root, shape, which);
        }
    }

    /**
     * Words a refusal.
     *
     * @param input what was to be read, or null
     */
    WireError refusal(MalformedException e, @Nullable Structure input) {
        if (!s3) {
            return switch (e.kind()) {
                case TOO_LARGE -> WireError.of("RequestEntityTooLarge", 413, e.getMessage());
                case SYNTAX, TYPE, INCOMPLETE -> WireError.of("MalformedXML", 400, WELL_FORMED + ".");
                case PARAMETER -> WireError.of("InvalidArgument", 400, e.getMessage());
            };
        }
        return switch (e.kind()) {
            case TOO_LARGE ->
                WireError.of("MaxMessageLengthExceeded", 400, "Your request was too big.")
                        .with("MaxMessageLengthBytes", String.valueOf(e.value()));
            case SYNTAX, TYPE -> WireError.of(isList(input) ? "MalformedACLError" : "MalformedXML", 400, WELL_FORMED);
            case INCOMPLETE ->
                WireError.of(
                        "IncompleteBody",
                        400,
                        "You did not provide the number of bytes specified by the Content-Length HTTP header");
            case PARAMETER ->
                parameter(
                        e.getMessage(),
                        Objects.requireNonNullElse(e.parameter(), ""),
                        Objects.requireNonNullElse(e.value(), ""));
        };
    }

    /** Whether a body is an access control list, for which S3 has an error of its own. */
    private static boolean isList(@Nullable Structure input) {
        Member payload = input == null ? null : input.payload();
        return payload != null && payload.name().equals("AccessControlPolicy");
    }

    private static WireError parameter(@Nullable String text, String name, String value) {
        return switch (name) {
            case "partNumber" ->
                WireError.invalidArgument("Part number must be an integer between 1 and 10000, inclusive", name, value);
            case "x-amz-mp-object-size" ->
                WireError.of(
                        "InvalidRequest", 400, "Value for x-amz-mp-object-size header is invalid: '" + value + "'");
            default -> WireError.invalidArgument(text, name, value);
        };
    }
}
