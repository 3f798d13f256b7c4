/** Coverage-guided fuzzing of what reads bytes from outside. */
@NullMarked
package dev.glasshouse.fuzz;

import org.jspecify.annotations.NullMarked;
