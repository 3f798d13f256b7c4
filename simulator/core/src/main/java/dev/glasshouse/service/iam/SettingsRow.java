package dev.glasshouse.service.iam;

import org.jspecify.annotations.Nullable;

/**
 * What an account has set for itself.
 *
 * @param passwords its password policy, or null
 * @param issuer the issuer of its tokens for services elsewhere, or null where it vends none
 * @param federating whether it vends such tokens now
 * @param tokenVersion the version of session tokens of the global endpoint, 1 or 2
 */
record SettingsRow(
        @Nullable PasswordRules passwords, @Nullable String issuer, boolean federating, int tokenVersion) {

    static final SettingsRow NONE = new SettingsRow(null, null, false, 1);

    SettingsRow withPasswords(@Nullable PasswordRules other) {
        return new SettingsRow(other, issuer, federating, tokenVersion);
    }

    SettingsRow withFederation(@Nullable String name, boolean on) {
        return new SettingsRow(passwords, name, on, tokenVersion);
    }

    SettingsRow withTokenVersion(int version) {
        return new SettingsRow(passwords, issuer, federating, version);
    }
}
