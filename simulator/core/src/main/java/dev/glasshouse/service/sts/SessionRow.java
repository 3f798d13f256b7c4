package dev.glasshouse.service.sts;

import dev.glasshouse.call.Vantage;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A session of temporary credentials. The key id shown derives from the row's handle and the sandbox.
 *
 * @param kind of whom
 * @param account whose
 * @param principal the name of the role or user; {@code root} for root
 * @param issuerArn the ARN of the role, user or root
 * @param issuerId its unique id, or the account for root
 * @param path the path of the role or user
 * @param name the session's name; empty for {@code GetSessionToken}
 * @param issued when it began
 * @param expires when it ends
 * @param policy the inline session policy, or null
 * @param policyArns managed session policies
 * @param tags the session tags
 * @param transitive the keys of those that go along when roles are chained, in small letters
 * @param sourceIdentity the source identity, or null
 * @param chained whether a role session asked for it
 * @param vantage from where it was asked for, which is where it calls from unless something else is set
 */
record SessionRow(
        Kind kind,
        String account,
        String principal,
        String issuerArn,
        String issuerId,
        String path,
        String name,
        Instant issued,
        Instant expires,
        @Nullable String policy,
        List<String> policyArns,
        Map<String, String> tags,
        List<String> transitive,
        @Nullable String sourceIdentity,
        boolean chained,
        Vantage vantage) {

    /** Of whom a session is. */
    enum Kind {
        ROLE,
        USER,
        ROOT
    }

    SessionRow {
        policyArns = List.copyOf(policyArns);
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        transitive = List.copyOf(transitive);
    }

    String arn() {
        return kind == Kind.ROLE ? "arn:aws:sts::" + account + ":assumed-role/" + principal + "/" + name : issuerArn;
    }

    String principalId() {
        return kind == Kind.ROLE ? issuerId + ":" + name : issuerId;
    }
}
