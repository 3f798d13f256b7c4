package dev.glasshouse.policy;

import java.util.Locale;

/**
 * The name of an action, taken apart.
 *
 * @param text the name as it was given: {@code s3:GetObject}
 * @param service the service prefix, in lower case
 * @param name the name without prefix, in lower case; an empty text where there is no colon
 * @param model how policies combine for it on the resource type that it is usually asked for
 */
public record ActionName(String text, String service, String name, AccessModel model) {

    private static final Recent<ActionName> LATELY = new Recent<>(ActionName::read);

    /** Takes a name apart. */
    public static ActionName of(String text) {
        return LATELY.of(text);
    }

    private static ActionName read(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        String service = colon < 0 ? lower : lower.substring(0, colon);
        return new ActionName(text, service, colon < 0 ? "" : lower.substring(colon + 1), model(lower));
    }

    private static AccessModel model(String lower) {
        if (lower.startsWith("kms:")) {
            return AccessModel.KMS_KEY;
        }
        return switch (lower) {
            case "sts:assumerole",
                    "sts:assumerolewithsaml",
                    "sts:assumerolewithwebidentity",
                    "sts:tagsession",
                    "sts:setsourceidentity" -> AccessModel.ROLE_TRUST;
            default -> AccessModel.STANDARD;
        };
    }
}
