/** AWS's published protocol tests, run against our codecs. */
@NullMarked
package dev.glasshouse.wire.smithy;

import org.jspecify.annotations.NullMarked;
