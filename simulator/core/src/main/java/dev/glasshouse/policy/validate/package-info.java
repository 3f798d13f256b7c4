/** What AWS refuses when a policy is written, with AWS's texts in AWS's order. */
@NullMarked
package dev.glasshouse.policy.validate;

import org.jspecify.annotations.NullMarked;
