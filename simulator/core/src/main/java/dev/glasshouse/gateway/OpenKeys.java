package dev.glasshouse.gateway;

import dev.glasshouse.call.AuthorizationRequest;
import dev.glasshouse.call.Caller;
import dev.glasshouse.policy.Outlook;
import dev.glasshouse.policy.match.Glob;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which condition keys a call decides: where it comes from, when, with which second factor, through which service, and what
 * it asks for. All others follow from who asks and about what.
 */
final class OpenKeys implements Outlook.Open {

    /** What follows from the caller, or from the account of the resource. */
    private static final Set<String> FIXED = Set.of(
            "aws:principalarn",
            "aws:principalaccount",
            "aws:principaltype",
            "aws:principalorgid",
            "aws:principalorgpaths",
            "aws:principalisawsservice",
            "aws:principalservicename",
            "aws:principalservicenameslist",
            "aws:username",
            "aws:resourceaccount",
            "aws:resourceorgid",
            "aws:resourceorgpaths",
            "aws:assumedroot");

    /** What only a service's own calls carry. */
    private static final Set<String> OF_SERVICES =
            Set.of("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths");

    /** What services add to a question of how the call was signed and sent. */
    private static final Set<String> OF_THE_WIRE =
            Set.of("s3:signatureversion", "s3:authtype", "s3:signatureage", "s3:x-amz-content-sha256", "s3:tlsversion");

    /** What is known of who asks. */
    enum Knowledge {
        /** All there is: the sandbox has the principal. */
        WHOLE,
        /** Its ARN. */
        PERSON,
        /** Its account. */
        ACCOUNT,
        /** Nothing. */
        NONE
    }

    private final Caller caller;
    private final Knowledge knowledge;
    private final Survey.Matter matter;
    private final AuthorizationRequest asked;
    private final boolean regional;
    private final boolean known;

    OpenKeys(
            Caller caller,
            Knowledge knowledge,
            Survey.Matter matter,
            AuthorizationRequest asked,
            String[] fields,
            boolean known) {
        this.caller = caller;
        this.knowledge = knowledge;
        this.known = known;
        this.matter = matter;
        this.asked = asked;
        this.regional = fields.length == 6 && !fields[3].isEmpty() || Regions.isGlobal(matter.service());
    }

    @Override
    public boolean depends(String name, List<String> values) {
        String key = name.toLowerCase(Locale.ROOT);
        if (matter.context().contains(key)) {
            return false;
        }
        if (knowledge != Knowledge.WHOLE && isUnknown(key)) {
            return true;
        }
        if (FIXED.contains(key) || key.startsWith("aws:principaltag/")) {
            return false;
        }
        if (OF_SERVICES.contains(key)) {
            return caller.kind() == Caller.Kind.SERVICE;
        }
        if (key.equals("aws:requestedregion")) {
            return !regional;
        }
        if (key.equals("aws:userid")) {
            return caller.kind() == Caller.Kind.ROLE && values.stream().anyMatch(this::namesSession);
        }
        if (key.contains(":resourcetag/")) {
            // the tags of what no service of the sandbox knows are anything
            return !known;
        }
        return OF_THE_WIRE.contains(key) || !asked.keys().contains(key);
    }

    /** Whether a key of the principal is not known, as the sandbox does not have it. */
    private boolean isUnknown(String key) {
        return switch (key) {
            case "aws:principalaccount", "kms:calleraccount" -> knowledge == Knowledge.NONE;
            case "aws:principalarn", "aws:username", "aws:principaltype", "aws:userid" -> knowledge != Knowledge.PERSON;
            default -> key.startsWith("aws:principalorg") || key.startsWith("aws:principaltag/");
        };
    }

    /** Whether a value speaks of one session of the role, whose name the caller chooses. */
    private boolean namesSession(String value) {
        int colon = value.indexOf(':');
        String id = caller.principalId();
        int own = id.indexOf(':');
        return colon > 0
                && own > 0
                && !value.substring(colon + 1).equals("*")
                && Glob.compile(value.substring(0, colon)).matches(id.substring(0, own));
    }
}
