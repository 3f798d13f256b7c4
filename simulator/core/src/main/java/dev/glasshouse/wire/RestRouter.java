package dev.glasshouse.wire;

import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import dev.glasshouse.wire.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a REST service for a request's method, path, query and headers; the pattern that says most
 * wins. Made once for a service and shared.
 */
public final class RestRouter {

    /** What came of routing. */
    public sealed interface Match {

        /**
         * An operation with its decoded path labels.
         *
         * @param labels by label name, such as {@code Bucket} and {@code Key}
         */
        record Found(OperationModel operation, Map<String, String> labels) implements Match {}

        /**
         * The path is one of the service's, but not with this method and query.
         *
         * @param allowed the methods that have an operation there
         */
        record WrongMethod(List<String> allowed) implements Match {}

        /** No operation has such a path. */
        record NoSuchPath() implements Match {}

        /** Path or query hold percent signs without digits, or bytes that are not UTF-8. */
        record Malformed() implements Match {}
    }

    /** An operation with what a request must bring beside the pattern. */
    private record Route(OperationModel operation, UriPattern pattern, List<String> query, List<String> headers) {

        boolean brought(QueryString parameters) {
            for (String name : query) {
                if (!parameters.contains(name)) {
                    return false;
                }
            }
            return true;
        }

        boolean brought(QueryString parameters, HttpHeaders fields) {
            if (!brought(parameters)) {
                return false;
            }
            for (String name : headers) {
                if (!fields.contains(name)) {
                    return false;
                }
            }
            return true;
        }
    }

    // S3 tells these apart by parameters that the model binds to members, and shapes of operations that are not
    // simulated are not loaded
    private static final Map<String, Set<String>> S3_QUERY = Map.of(
            "ListParts", Set.of("uploadId"),
            "AbortMultipartUpload", Set.of("uploadId"),
            "CompleteMultipartUpload", Set.of("uploadId"),
            "UploadPart", Set.of("uploadId", "partNumber"),
            // without an id they are the listings
            "GetBucketAnalyticsConfiguration", Set.of("id"),
            "GetBucketIntelligentTieringConfiguration", Set.of("id"),
            "GetBucketInventoryConfiguration", Set.of("id"),
            "GetBucketMetricsConfiguration", Set.of("id"),
            "UploadPartCopy", Set.of("uploadId", "partNumber"));
    private static final Map<String, Set<String>> S3_HEADERS =
            Map.of("CopyObject", Set.of("x-amz-copy-source"), "UploadPartCopy", Set.of("x-amz-copy-source"));

    private static final String ACCOUNT = "x-amz-account-id";

    private static final List<String> METHODS = List.of("HEAD", "DELETE", "GET", "PUT", "POST", "PATCH");

    private static final Comparator<Route> MOST_SPECIFIC = Comparator.comparingInt(
                    (Route route) -> route.pattern().literals())
            .thenComparingInt(route -> route.query().size() + route.headers().size())
            .thenComparingInt(route -> route.pattern().greedy() ? 0 : 1)
            .thenComparing(route -> route.operation().simulated())
            // of a deprecated operation and its successor the successor, which has the longer name
            .thenComparing((one, other) -> {
                String a = one.operation().name();
                String b = other.operation().name();
                return a.startsWith(b) || b.startsWith(a) ? Integer.compare(a.length(), b.length()) : b.compareTo(a);
            });

    private final Map<String, List<Route>> byMethod = new HashMap<>();

    // S3 has no operation for what lacks such a parameter; elsewhere the operation itself says what is missing
    private final boolean strict;

    // a header that every operation wants, or null
    private final @Nullable String byAll;

    private RestRouter(boolean strict, @Nullable String byAll) {
        this.strict = strict;
        this.byAll = byAll;
    }

    /** The router of a service. */
    public static RestRouter of(ServiceModel service) {
        RestRouter router = new RestRouter(
                service.signingName().equals("s3"), service.name().equals("s3control") ? ACCOUNT : null);
        for (OperationModel operation : service.operations().values()) {
            router.byMethod
                    .computeIfAbsent(operation.httpMethod(), method -> new ArrayList<>())
                    .add(route(service, operation));
        }
        router.byMethod.values().forEach(routes -> routes.sort(MOST_SPECIFIC.reversed()));
        return router;
    }

    private static Route route(ServiceModel service, OperationModel operation) {
        List<String> query = new ArrayList<>();
        List<String> headers = new ArrayList<>();
        Structure input = operation.input();
        if (service.name().equals("s3")) {
            query.addAll(S3_QUERY.getOrDefault(operation.name(), Set.of()));
            headers.addAll(S3_HEADERS.getOrDefault(operation.name(), Set.of()));
        } else if (service.name().equals("s3control")) {
            headers.add(ACCOUNT); // a bucket may be named as its paths begin
        } else if (input != null) {
            for (Member member : input.members()) {
                if (member.required() && member.location() == Member.Location.QUERY) {
                    query.add(member.locationName());
                }
            }
        }
        return new Route(operation, UriPattern.parse(operation.requestUri()), query, headers);
    }

    /**
     * Finds the operation of a request.
     *
     * @param rawPath the path as it was sent; for a bucket in the host name, with the bucket put in front
     * @param rawQuery the query as it was sent, or null
     */
    public Match route(String method, String rawPath, @Nullable String rawQuery, HttpHeaders headers) {
        QueryString query = QueryString.parse(rawQuery);
        if (query == null || PercentCoding.path(rawPath) == null) {
            return new Match.Malformed();
        }
        Match.Found found = find(method, rawPath, query, headers);
        if (found != null) {
            // what takes away a sub-resource that there is only to read must not take away what it is of
            boolean changes = method.equals("PUT") || method.equals("DELETE");
            List<String> others = strict && changes && rawQuery != null && !named(method, rawPath, query)
                    ? METHODS.stream()
                            .filter(other -> named(other, rawPath, query))
                            .toList()
                    : List.of();
            return others.isEmpty() ? found : new Match.WrongMethod(others);
        }
        return pathExists(rawPath)
                ? new Match.WrongMethod(METHODS.stream()
                        .filter(other -> find(other, rawPath, query, headers) != null)
                        .toList())
                : new Match.NoSuchPath();
    }

    /** Whether a request is for an operation of this service, see {@link #route}. */
    public boolean knows(String method, String rawPath, @Nullable String rawQuery, HttpHeaders headers) {
        QueryString query = QueryString.parse(rawQuery);
        return query != null && find(method, rawPath, query, headers) != null;
    }

    private Match.@Nullable Found find(String method, String rawPath, QueryString query, HttpHeaders headers) {
        if (byAll != null && !headers.contains(byAll)) {
            return null;
        }
        Match.Found fallback = null;
        for (Route route : byMethod.getOrDefault(method, List.of())) {
            boolean whole = route.brought(query, headers);
            if (!whole && (strict || fallback != null)) {
                continue;
            }
            Map<String, String> labels = route.pattern().match(rawPath, query);
            if (labels == null) {
                continue;
            }
            Match.Found found = new Match.Found(route.operation(), labels);
            if (whole) {
                return found;
            }
            fallback = found;
        }
        return fallback;
    }

    /** Whether the query names an operation of a method, such as {@code ?acl} does. */
    private boolean named(String method, String rawPath, QueryString query) {
        for (Route route : byMethod.getOrDefault(method, List.of())) {
            boolean literal = route.pattern().named() || !route.query().isEmpty();
            if (literal && route.brought(query) && route.pattern().match(rawPath, query) != null) {
                return true;
            }
        }
        return false;
    }

    private boolean pathExists(String rawPath) {
        return byMethod.values().stream()
                .flatMap(List::stream)
                .anyMatch(route -> route.pattern().matchPath(rawPath) != null);
    }
}
