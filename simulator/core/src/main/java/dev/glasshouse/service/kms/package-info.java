/**
 * AWS Key Management Service: symmetric keys, aliases, key policies, encryption, data keys, rotation and deletion. Key
 * pairs, HMAC keys, imported material, grants and multi-Region keys come with a later release.
 */
@NullMarked
package dev.glasshouse.service.kms;

import org.jspecify.annotations.NullMarked;
