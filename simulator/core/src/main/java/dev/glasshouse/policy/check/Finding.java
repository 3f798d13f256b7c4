package dev.glasshouse.policy.check;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a check found.
 *
 * @param type how grave it is
 * @param code its issue code, such as {@code INVALID_ACTION}
 * @param details what to do, as AWS words it
 * @param places where it stands; at least one
 */
public record Finding(Type type, String code, String details, List<Place> places) {

    private static final String PAGE =
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"
                    + "#access-analyzer-reference-policy-checks-";

    public Finding {
        places = List.copyOf(places);
    }

    /** AWS's types of findings. */
    public enum Type {
        ERROR("error"),
        SECURITY_WARNING("security-warning"),
        WARNING("general-warning"),
        SUGGESTION("suggestion");

        private final String anchor;

        Type(String anchor) {
            this.anchor = anchor;
        }
    }

    /** One step of a path: the value of a member, or an item of a list by its number from 0. */
    public record Step(@Nullable String value, @Nullable Integer index) {}

    /**
     * A place in the text.
     *
     * @param line from 1
     * @param column from 0
     * @param offset in characters, from 0
     */
    public record Position(int line, int column, int offset) {}

    /** A part of the text, its end exclusive. */
    public record Place(List<Step> path, Position start, Position end) {
        public Place {
            path = List.copyOf(path);
        }
    }

    /** Where AWS explains the check. */
    public String learnMoreLink() {
        return PAGE + type.anchor + "-" + code.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
