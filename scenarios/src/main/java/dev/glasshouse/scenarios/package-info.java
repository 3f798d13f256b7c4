/** The format of labs, its engine, and the labs: what a learner plays, and the scripts that hold each lab to its word. */
@NullMarked
package dev.glasshouse.scenarios;

import org.jspecify.annotations.NullMarked;
