/** The command line. */
@NullMarked
package dev.glasshouse.server.cli;

import org.jspecify.annotations.NullMarked;
