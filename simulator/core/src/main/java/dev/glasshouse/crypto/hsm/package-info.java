/**
 * The hardware security module: key material that leaves it only wrapped, and the ciphertexts made with it. It knows
 * nothing of services; it can be lifted out and used alone.
 */
@NullMarked
package dev.glasshouse.crypto.hsm;

import org.jspecify.annotations.NullMarked;
