package dev.glasshouse.service.sts;

import dev.glasshouse.api.sts.Credentials;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.Scope;
import java.time.temporal.ChronoUnit;

/** Gives out temporary credentials. */
final class Issuing {

    private Issuing() {}

    /** Stores a session and answers its credentials. */
    static Credentials issue(WriteCall call, SessionRow row) {
        long handle = call.tx().newCredentialHandle();
        call.tx().put(StsService.SESSIONS, Scope.SANDBOX, handle, row);
        Sandbox sandbox = call.sandbox();
        String id = sandbox.accessKeyId("ASIA", row.account(), handle);
        return Credentials.builder()
                .accessKeyId(id)
                .secretAccessKey(sandbox.secretAccessKey(id))
                .sessionToken(sandbox.sessionToken(id))
                .expiration(row.expires().truncatedTo(ChronoUnit.SECONDS))
                .build();
    }
}
