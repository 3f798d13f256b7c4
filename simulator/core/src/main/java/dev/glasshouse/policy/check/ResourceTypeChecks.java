package dev.glasshouse.policy.check;

import dev.glasshouse.policy.reference.ServiceReference;
import java.util.Locale;
import java.util.Set;

/** What the policy of a resource of a known type can be about. */
final class ResourceTypeChecks {

    private static final Set<String> TRUST_ACTIONS = Set.of(
            "sts:assumerole",
            "sts:assumerolewithsaml",
            "sts:assumerolewithwebidentity",
            "sts:setcontext",
            "sts:setsourceidentity",
            "sts:tagsession");

    private static final int REGION = 3;
    private static final int RESOURCE = 5;

    private final Parts parts;
    private final ResourceType type;
    private final Findings findings;

    ResourceTypeChecks(Parts parts, ResourceType type, Findings findings) {
        this.parts = parts;
        this.type = type;
        this.findings = findings;
    }

    void run() {
        parts.strings("Action").forEach(this::action);
        if (type != ResourceType.ROLE) {
            parts.principals("Federated")
                    .forEach(federated -> findings.error(
                            "FEDERATED_PRINCIPAL_NOT_SUPPORTED",
                            "The policy type does not support a federated identity provider in the principal element."
                                    + " Use a supported principal.",
                            federated));
            parts.strings("Resource").forEach(this::resource);
        }
    }

    private void action(Node action) {
        String text = action.text().toLowerCase(Locale.ROOT);
        int colon = text.indexOf(':');
        if (colon < 0 || Wild.is(text.substring(0, colon)) || !exists(text)) {
            return;
        }
        String prefix = text.substring(0, colon);
        boolean fits = prefix.equals(type.prefix());
        if (fits && !Wild.is(text)) {
            fits = type == ResourceType.ROLE ? TRUST_ACTIONS.contains(text) : isAbout(text);
        }
        if (!fits) {
            findings.error(
                    "UNSUPPORTED_ACTION_IN_POLICY",
                    "The action " + action.text()
                            + " is not supported for the resource-based policy attached to the resource type "
                            + type.title() + ".",
                    action);
        }
    }

    /** Actions that do not exist have a finding of their own. */
    private static boolean exists(String action) {
        return Wild.is(action) || ServiceReference.find(action).isPresent();
    }

    private boolean isAbout(String action) {
        return type != ResourceType.BUCKET
                || ServiceReference.find(action)
                        .map(known -> known.types().keySet().stream().anyMatch(type::isAbout))
                        .orElse(true);
    }

    private void resource(Node resource) {
        String[] fields = resource.text().split(":", RESOURCE + 1);
        if (fields.length <= RESOURCE || !fields[0].equals("arn")) {
            return;
        }
        String service = fields[2];
        boolean fits = Wild.is(service) || service.equalsIgnoreCase(type.prefix());
        if (fits && type == ResourceType.BUCKET) {
            fits = fields[REGION].isEmpty() || !fields[RESOURCE].startsWith("accesspoint/");
        } else if (fits && type != ResourceType.TABLE) {
            fits = canBeAccessPoint(fields[RESOURCE]);
        }
        if (!fits) {
            findings.error(
                    "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
                    "The resource ARN is not supported for the resource-based policy attached to the resource type "
                            + type.title() + ".",
                    resource);
        }
    }

    private static boolean canBeAccessPoint(String text) {
        int end = 0;
        while (end < text.length() && !Wild.is(text.substring(end, end + 1))) {
            end++;
        }
        String literal = text.substring(0, end);
        return literal.startsWith("accesspoint/") || (end < text.length() && "accesspoint/".startsWith(literal));
    }
}
