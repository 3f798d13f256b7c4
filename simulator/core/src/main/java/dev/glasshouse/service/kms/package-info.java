/**
 * AWS Key Management Service: keys of every spec, aliases, key policies and grants, encryption, signatures, MACs, data keys
 * and key agreement, imported material, rotation, multi-Region keys and deletion. Custom key stores and attested
 * recipients are not there, and are answered as AWS answers where they are not.
 */
@NullMarked
package dev.glasshouse.service.kms;

import org.jspecify.annotations.NullMarked;
