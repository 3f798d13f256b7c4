/** Cryptography without state: it knows neither sandboxes nor calls. */
@NullMarked
package dev.glasshouse.crypto;

import org.jspecify.annotations.NullMarked;
