/**
 * The floor on which services stand: what a call is, who makes it, what it asks to be authorised, and the ports through
 * which services reach each other. Services implement these types; the gateway drives them.
 */
@NullMarked
package dev.glasshouse.call;

import org.jspecify.annotations.NullMarked;
