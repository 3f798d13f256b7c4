/** The condition operators: each compiles a policy value to a predicate over one request value. */
@NullMarked
package dev.glasshouse.policy.condition;

import org.jspecify.annotations.NullMarked;
