/** The IAM policy language: parse, compile, decide, explain; pure, without services, clocks or HTTP. */
@NullMarked
package dev.glasshouse.policy;

import org.jspecify.annotations.NullMarked;
