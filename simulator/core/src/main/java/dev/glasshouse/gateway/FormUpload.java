package dev.glasshouse.gateway;

import dev.glasshouse.wire.BucketHosts;
import dev.glasshouse.wire.MultipartForm;
import dev.glasshouse.wire.PostResponse;
import dev.glasshouse.wire.TaggingField;
import dev.glasshouse.wire.WireError;
import dev.glasshouse.wire.WireException;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import dev.glasshouse.wire.http.ResponseBody;
import dev.glasshouse.wire.sigv4.SignatureParser;
import dev.glasshouse.wire.sigv4.UriText;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A browser's upload: a form that becomes a {@code PutObject}. See
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html">POST Object</a>.
 *
 * @param bucket the bucket it is sent to
 * @param key the object's key, with the file's name filled in
 * @param form its fields and file
 */
record FormUpload(String bucket, String key, MultipartForm form) {

    // what a PutObject takes and a form may bring; anything else must not become a header, or it could be another
    // operation
    private static final Set<String> HEADERS = Set.of(
            "cache-control",
            "content-type",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-md5",
            "expires",
            "if-match",
            "if-none-match",
            "x-amz-acl",
            "x-amz-expected-bucket-owner",
            "x-amz-request-payer",
            "x-amz-sdk-checksum-algorithm",
            "x-amz-storage-class",
            "x-amz-tagging",
            "x-amz-website-redirect-location",
            "x-amz-object-lock-mode",
            "x-amz-object-lock-retain-until-date",
            "x-amz-object-lock-legal-hold");
    private static final List<String> PREFIXES =
            List.of("x-amz-meta-", "x-amz-server-side-encryption", "x-amz-checksum-", "x-amz-grant-");

    /** Whether a request is a form that is sent to a bucket, by nobody or by whom its fields name. */
    static boolean is(HttpRequest http, SignatureParser.Claimed claimed) {
        if (!MultipartForm.is(http) || claimed.accessKeyId() != null) {
            return false;
        }
        String bucket = bucket(http);
        return !bucket.isEmpty()
                && BucketHosts.path(http)
                        .substring(1 + bucket.length())
                        .replace("/", "")
                        .isEmpty();
    }

    private static String bucket(HttpRequest http) {
        String path = BucketHosts.path(http).substring(1);
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /**
     * Reads a form up to its file.
     *
     * @throws WireException with S3's error for what is wrong with it
     */
    static FormUpload read(HttpRequest http) throws WireException, IOException {
        String bucket = bucket(http);
        if (http.headers().first("Content-Length").isEmpty()) {
            throw new WireException(
                    WireError.of("MissingContentLength", 411, "You must provide the Content-Length HTTP header."));
        }
        MultipartForm form = MultipartForm.read(http);
        SignatureParser.requireFields(form.fields(), List.of("key"));
        String name = form.fileName() == null ? "" : form.fileName();
        return new FormUpload(bucket, form.fields().getOrDefault("key", "").replace("${filename}", name), form);
    }

    /**
     * The same upload as a {@code PutObject} would be sent; its body is the file.
     *
     * @throws WireException {@code MalformedXML} for tags that are none
     */
    HttpRequest put(HttpRequest http, InputStream file) throws WireException {
        HttpHeaders.Builder headers = HttpHeaders.builder().add("Host", http.host());
        for (String name : Set.of("User-Agent", "Referer", "Origin")) {
            http.headers().first(name).ifPresent(value -> headers.add(name, value));
        }
        // pages of other sites may read the answer if they may send forms
        headers.add("Access-Control-Request-Method", "POST");
        // the file's own length is not known before it ends; this is the most that it can be
        headers.add("Content-Length", http.headers().first("Content-Length").orElse("0"));
        for (Map.Entry<String, String> field : form.fields().entrySet()) {
            String name = field.getKey();
            if (name.equals("acl")) {
                headers.add("x-amz-acl", field.getValue());
            } else if (name.equals("tagging")) {
                headers.add("x-amz-tagging", TaggingField.query(field.getValue()));
            } else if (HEADERS.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) {
                headers.add(name, field.getValue());
            }
        }
        String object = UriText.encode(key, true);
        String path = BucketHosts.path(http).equals(http.rawPath()) ? "/" + bucket + "/" + object : "/" + object;
        return new HttpRequest("PUT", path, null, headers.build(), file, http.connection());
    }

    /** The fields as the policy sees them: the key with the file's name filled in, and the bucket. */
    Map<String, String> judged() {
        Map<String, String> judged = new LinkedHashMap<>(form.fields());
        judged.put("key", key);
        judged.put("bucket", bucket);
        return judged;
    }

    /** What the browser gets for an object that was stored. */
    HttpResponse answer(HttpRequest http, HttpResponse stored) {
        // its slashes are encoded too
        String location = BucketHosts.location(http, bucket, key);
        String etag = stored.headers().first("ETag").orElse("");
        String redirect = form.fields()
                .getOrDefault("success_action_redirect", form.fields().getOrDefault("redirect", ""));
        HttpHeaders.Builder headers = stored.headers().toBuilder();
        if (isUrl(redirect)) {
            String query = "bucket=" + UriText.encode(bucket, false) + "&key=" + UriText.encode(key, false) + "&etag="
                    + UriText.encode(etag, false);
            int hash = redirect.indexOf('#');
            String page = hash < 0 ? redirect : redirect.substring(0, hash);
            String fragment = hash < 0 ? "" : redirect.substring(hash);
            headers.set("Location", page + (page.indexOf('?') < 0 ? "?" : "&") + query + fragment);
            return new HttpResponse(303, headers.build(), ResponseBody.EMPTY);
        }
        headers.set("Location", location);
        return switch (form.fields().getOrDefault("success_action_status", "204")) {
            case "200" -> new HttpResponse(200, headers.build(), ResponseBody.EMPTY);
            case "201" ->
                new HttpResponse(
                        201,
                        headers.set("Content-Type", "application/xml").build(),
                        ResponseBody.of(PostResponse.document(location, bucket, key, etag)));
            default -> new HttpResponse(204, headers.build(), ResponseBody.EMPTY);
        };
    }

    /** Whether a text can stand in {@code Location}; others are passed over, as S3 does. */
    private static boolean isUrl(String text) {
        String small = text.toLowerCase(Locale.ROOT);
        return (small.startsWith("http://") || small.startsWith("https://"))
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
