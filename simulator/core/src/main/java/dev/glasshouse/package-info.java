/** The simulator as a library: {@link dev.glasshouse.Simulator} hosts sandboxes, {@link dev.glasshouse.Control} runs them. */
@NullMarked
package dev.glasshouse;

import org.jspecify.annotations.NullMarked;
