/** The server's own certificate authority, made anew at each start and known to nobody who has not asked for it. */
@NullMarked
package dev.glasshouse.server.tls;

import org.jspecify.annotations.NullMarked;
