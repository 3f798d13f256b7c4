package dev.glasshouse.gateway;

import dev.glasshouse.wire.QueryString;
import dev.glasshouse.wire.SubResources;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What S3 answers to a method that its resource does not take. */
final class WrongMethod {

    private static final String POST = "POST";

    /** S3's names of sub-resources where they are another than the parameter's. */
    private static final Map<String, String> RENAMED = Map.ofEntries(
            Map.entry("delete", "MULTI_OBJECT_DELETE"),
            Map.entry("intelligent-tiering", "INTELLIGENT_TIERING"),
            Map.entry("legal-hold", "LEGAL_HOLD"),
            Map.entry("logging", "LOGGING_STATUS"),
            Map.entry("object-lock", "OBJECT_LOCK_CONFIGURATION"),
            Map.entry("ownershipControls", "OWNERSHIP_CONTROLS"),
            Map.entry("policy", "BUCKETPOLICY"),
            Map.entry("policyStatus", "POLICY_STATUS"),
            Map.entry("publicAccessBlock", "PUBLIC_ACCESS_BLOCK"),
            Map.entry("requestPayment", "REQUEST_PAYMENT"),
            Map.entry("uploadId", "UPLOAD"),
            Map.entry("versions", "BUCKETVERSIONS"));

    private WrongMethod() {}

    /**
     * The refusal.
     *
     * @param path the path with the bucket in it
     * @param allowed the methods that the resource takes
     */
    static WireError of(HttpRequest http, String path, List<String> allowed) {
        String resource = resource(http, path);
        if (http.method().equals(POST) && resource.equals("BUCKET")) {
            return WireError.of(
                            "PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold")
                    .with("Condition", "Bucket POST must be of the enclosure-type multipart/form-data");
        }
        WireError error = WireError.of(
                        "MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
                .with("Method", http.method())
                .with("ResourceType", resource);
        return allowed.isEmpty() ? error : error.withHeader("Allow", String.join(", ", allowed));
    }

    private static String resource(HttpRequest http, String path) {
        if (path.equals("/")) {
            return "SERVICE";
        }
        QueryString query = QueryString.parse(http.rawQuery());
        if (query != null) {
            for (String name : SubResources.NAMES) {
                if (query.contains(name)) {
                    return RENAMED.getOrDefault(name, name.toUpperCase(Locale.ROOT));
                }
            }
        }
        int slash = path.indexOf('/', 1);
        return slash < 0 || slash == path.length() - 1 ? "BUCKET" : "OBJECT";
    }
}
