/** The simulator over HTTP, and its control API. */
@NullMarked
package dev.glasshouse.server;

import org.jspecify.annotations.NullMarked;
