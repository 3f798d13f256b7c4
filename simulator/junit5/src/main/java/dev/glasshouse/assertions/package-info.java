/**
 * AssertJ assertions on sandboxes: who may do what, what stands in the trail, what state resources are in. A failed assertion
 * prints the reasoning of the policy engine. See {@link dev.glasshouse.assertions.GlasshouseAssertions}.
 */
@NullMarked
package dev.glasshouse.assertions;

import org.jspecify.annotations.NullMarked;
