/** What IAM Access Analyzer says about one policy: findings with their places. Pure, and needs nothing but the text. */
@NullMarked
package dev.glasshouse.policy.check;

import org.jspecify.annotations.NullMarked;
