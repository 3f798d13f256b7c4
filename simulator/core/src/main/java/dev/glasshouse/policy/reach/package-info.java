/**
 * Questions about all requests at once: what a policy grants that another does not, exactly, with a request that shows
 * it. Work is bounded; past the bound the answer is that it is not known.
 */
@NullMarked
package dev.glasshouse.policy.reach;

import org.jspecify.annotations.NullMarked;
