/** The neutral JSON form of one authorisation question with all its policies, and of its answer. */
@NullMarked
package dev.glasshouse.policy.cases;

import org.jspecify.annotations.NullMarked;
