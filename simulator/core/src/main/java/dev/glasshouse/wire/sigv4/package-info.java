/**
 * Signature Version 4: who claims to send a request, whether the signature is theirs, and whether the body is the one that
 * was signed. See AWS's <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">description</a>.
 */
@NullMarked
package dev.glasshouse.wire.sigv4;

import org.jspecify.annotations.NullMarked;
