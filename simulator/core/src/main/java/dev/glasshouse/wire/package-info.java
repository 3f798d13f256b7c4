/** AWS's wire: HTTP messages to API records and back, for every protocol, with errors in each protocol's form. */
@NullMarked
package dev.glasshouse.wire;

import org.jspecify.annotations.NullMarked;
