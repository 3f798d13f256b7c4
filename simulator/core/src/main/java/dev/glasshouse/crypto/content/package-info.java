/** Encryption of bodies as they stream, and their checksums. It knows nothing of services. */
@NullMarked
package dev.glasshouse.crypto.content;

import org.jspecify.annotations.NullMarked;
