/** HTTP messages as the wire sees them: raw targets, ordered headers, streamed bodies; no server's types. */
@NullMarked
package dev.glasshouse.wire.http;

import org.jspecify.annotations.NullMarked;
