package dev.glasshouse.wire.sigv4;

import dev.glasshouse.wire.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one form of a request that both sides hash. S3 takes paths as they are; all other services normalise them and escape
 * them twice.
 */
final class CanonicalRequest {

    private CanonicalRequest() {}

    /** The text of a request for a claim. */
    static String of(HttpRequest request, SigningClaim claim, String payloadHash) {
        StringBuilder out = new StringBuilder(512);
        out.append(request.method()).append('\n');
        out.append(path(request.rawPath(), claim.service())).append('\n');
        out.append(query(request.rawQuery())).append('\n');
        for (String name : claim.signedHeaders()) {
            out.append(name).append(':').append(header(request, name)).append('\n');
        }
        out.append('\n').append(String.join(";", claim.signedHeaders())).append('\n');
        return out.append(payloadHash).toString();
    }

    private static String path(String rawPath, String service) {
        if (service.equals("s3")) {
            return UriText.encode(UriText.decode(rawPath, false), true);
        }
        return UriText.encode(normalise(rawPath), true);
    }

    /** Takes out empty and dot segments; a slash at the end stays. */
    private static String normalise(String path) {
        Deque<String> kept = new ArrayDeque<>();
        String[] segments = path.split("/", -1);
        for (String segment : segments) {
            if (segment.equals("..")) {
                kept.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        String last = segments[segments.length - 1];
        boolean slash = last.isEmpty() || last.equals(".") || last.equals("..");
        return "/" + String.join("/", kept) + (slash && !kept.isEmpty() ? "/" : "");
    }

    private static String query(@Nullable String rawQuery) {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, String> parameter : UriText.parameters(rawQuery)) {
            if (!parameter.getKey().equals("X-Amz-Signature")) {
                pairs.add(UriText.encodeParameter(parameter.getKey())
                        + "="
                        + UriText.encodeParameter(parameter.getValue()));
            }
        }
        // by name, then by value: '=' sorts after '-' and '.', so the pairs are compared name first
        pairs.sort((a, b) -> {
            int byName = a.substring(0, a.indexOf('=')).compareTo(b.substring(0, b.indexOf('=')));
            return byName != 0 ? byName : a.compareTo(b);
        });
        return String.join("&", pairs);
    }

    private static String header(HttpRequest request, String name) {
        List<String> values = new ArrayList<>();
        for (String value : request.headers().all(name)) {
            values.add(collapse(value));
        }
        return String.join(",", values);
    }

    private static String collapse(String value) {
        StringBuilder out = new StringBuilder(value.length());
        boolean space = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ' ' || c == '\t') {
                space = out.length() > 0;
            } else {
                if (space) {
                    out.append(' ');
                    space = false;
                }
                out.append(c);
            }
        }
        return out.toString();
    }
}
