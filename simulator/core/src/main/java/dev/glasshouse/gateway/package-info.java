/**
 * The one road that every call takes: route, authenticate, decode, authorise, execute, record, encode. Each stage is a
 * class; {@link dev.glasshouse.gateway.Gateway} reads as the list of them.
 */
@NullMarked
package dev.glasshouse.gateway;

import org.jspecify.annotations.NullMarked;
