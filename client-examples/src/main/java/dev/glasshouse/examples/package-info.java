/** Programs that talk to a running simulator as they would to AWS. */
@NullMarked
package dev.glasshouse.examples;

import org.jspecify.annotations.NullMarked;
