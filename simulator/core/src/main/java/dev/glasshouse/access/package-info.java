/**
 * Questions about all that is possible: who can, what can somebody, which way leads up, how far does a stolen key reach. They
 * are put to the policy engine itself, over a sandbox as it is; nothing here decides.
 */
@NullMarked
package dev.glasshouse.access;

import org.jspecify.annotations.NullMarked;
