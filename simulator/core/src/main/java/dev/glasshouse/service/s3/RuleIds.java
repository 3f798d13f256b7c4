package dev.glasshouse.service.s3;

import dev.glasshouse.call.WriteCall;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The ids of rules that came without one: 48 characters, the Base64 of a UUID's text. */
final class RuleIds {

    private RuleIds() {}

    /** The id of another rule of a kind, such as {@code s3.lifecycle}. */
    static String next(WriteCall call, String kind, String bucket) {
        return Base64.getEncoder().encodeToString(call.ids().uuid(kind, bucket).getBytes(StandardCharsets.US_ASCII));
    }
}
