/** AWS's service authorization reference: which actions there are, and which resource types they take. */
@NullMarked
package dev.glasshouse.policy.reference;

import org.jspecify.annotations.NullMarked;
