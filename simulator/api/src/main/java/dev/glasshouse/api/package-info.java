/** What the generated API records are made of: the record contract, blobs, streams and documents. */
@NullMarked
package dev.glasshouse.api;

import org.jspecify.annotations.NullMarked;
