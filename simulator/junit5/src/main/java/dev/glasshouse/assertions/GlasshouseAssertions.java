package dev.glasshouse.assertions;

import dev.glasshouse.sandbox.Sandbox;

/**
 * Where assertions on a sandbox begin:
 *
 * <pre>{@code
 * assertThat(sandbox).principal("role/app").can("s3:GetObject", "arn:aws:s3:::orders/1.json");
 * assertThat(sandbox).principal("role/app").cannotBecause("kms:Decrypt", keyArn, PERMISSIONS_BOUNDARY);
 * assertThat(sandbox).hasEvent("Decrypt").by("role/app").denied();
 * assertThat(sandbox).bucket("orders").isNotPublic();
 * assertThatPolicy(newJson).grantsNothingNew(oldJson).doesNotGrant("iam:PassRole");
 * }</pre>
 */
public final class GlasshouseAssertions {

    private GlasshouseAssertions() {}

    /** Assertions on a sandbox as it is now. */
    public static SandboxAssert assertThat(Sandbox sandbox) {
        return new SandboxAssert(sandbox);
    }

    /** Assertions on the text of a policy document. */
    public static PolicyAssert assertThatPolicy(String json) {
        return new PolicyAssert(json);
    }
}
