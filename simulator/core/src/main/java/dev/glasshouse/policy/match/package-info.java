/** Wildcard matching in bounded time, over patterns whose substituted parts are literal. */
@NullMarked
package dev.glasshouse.policy.match;

import org.jspecify.annotations.NullMarked;
