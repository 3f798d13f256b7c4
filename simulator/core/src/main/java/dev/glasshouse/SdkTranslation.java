package dev.glasshouse;

import dev.glasshouse.wire.http.Connection;
import dev.glasshouse.wire.http.HttpHeaders;
import dev.glasshouse.wire.http.HttpRequest;
import dev.glasshouse.wire.http.HttpResponse;
import java.io.InputStream;
import java.util.Locale;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** The AWS SDK's requests and responses as the simulator's, and back. */
final class SdkTranslation {

    private SdkTranslation() {}

    static HttpRequest request(SdkHttpRequest sdk, InputStream body) {
        HttpHeaders.Builder headers = HttpHeaders.builder();
        sdk.forEachHeader((name, values) -> values.forEach(value -> headers.add(name, value)));
        if (sdk.firstMatchingHeader("Host").isEmpty()) {
            headers.add("Host", sdk.host());
        }
        String path = sdk.encodedPath().isEmpty() ? "/" : sdk.encodedPath();
        return new HttpRequest(
                sdk.method().name().toUpperCase(Locale.ROOT),
                path,
                sdk.encodedQueryParameters().orElse(null),
                headers.build(),
                body,
                Connection.IN_PROCESS);
    }

    /** Whether HTTP sends no body with an answer. */
    static boolean bodiless(SdkHttpRequest sdk, HttpResponse answer) {
        return sdk.method().name().equals("HEAD") || answer.status() == 204 || answer.status() == 304;
    }

    static SdkHttpFullResponse response(SdkHttpRequest sdk, HttpResponse answer) {
        SdkHttpFullResponse.Builder response = SdkHttpFullResponse.builder().statusCode(answer.status());
        answer.headers().forEach(response::appendHeader);
        if (!answer.headers().contains("Content-Length") && answer.body().length() >= 0 && !bodiless(sdk, answer)) {
            response.putHeader("Content-Length", Long.toString(answer.body().length()));
        }
        return response.build();
    }
}
