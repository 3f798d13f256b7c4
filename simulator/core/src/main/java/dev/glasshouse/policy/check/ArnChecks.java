package dev.glasshouse.policy.check;

import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.reference.RegionNames;
import dev.glasshouse.policy.reference.ServiceReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The fields of a resource's ARN, against the forms that its service has. Forms are compared where the last field has no
 * wildcard; a field with one, or with a variable, may be anything.
 */
final class ArnChecks {

    private static final int FIELDS = 6;
    private static final int SERVICE = 2;
    private static final int REGION = 3;
    private static final int ACCOUNT = 4;
    private static final int RESOURCE = 5;

    /** Its resources are paths of its API, of which the reference does not name all. */
    private static final String API_GATEWAY = "apigateway";

    private final Node resource;
    private final String[] fields;
    private final Findings findings;

    ArnChecks(Node resource, String[] fields, Findings findings) {
        this.resource = resource;
        this.fields = fields.clone();
        this.findings = findings;
    }

    void run() {
        String partition = fields[1];
        if (!Wild.is(partition) && !RegionNames.isPartition(partition)) {
            findings.error(
                    "INVALID_PARTITION",
                    "The resource ARN for the service " + fields[SERVICE] + " does not support the partition "
                            + partition + ". Use the supported values: aws, aws-cn, aws-us-gov",
                    resource);
        }
        if (Wild.is(fields[SERVICE])) {
            return;
        }
        List<String[]> forms = forms(fields[SERVICE]);
        if (forms.isEmpty()) {
            return;
        }
        if (fields[SERVICE].equals("iam") && fields[RESOURCE].equals("root")) {
            return; // the root user, for sts:AssumeRoot: a principal rather than one of the resource types
        }
        if (Wild.is(fields[RESOURCE]) || fields[SERVICE].equals(API_GATEWAY)) {
            // it may be of any type: only what no type of the service has is wrong
            compare(forms);
            return;
        }
        List<String[]> fitting = forms.stream().filter(this::fits).toList();
        if (fitting.isEmpty()) {
            findings.error(
                    "INVALID_ARN_RESOURCE",
                    "Resource ARN does not match the expected ARN format. Update the resource portion of the ARN.",
                    resource);
        } else {
            compare(fitting);
        }
    }

    private boolean fits(String[] form) {
        return Glob.compile(stars(form[RESOURCE])).matches(fields[RESOURCE]);
    }

    private void compare(List<String[]> forms) {
        field(REGION, forms, "ARN_REGION_NOT_ALLOWED", "a Region");
        field(ACCOUNT, forms, "ARN_ACCOUNT_NOT_ALLOWED", "an account ID");
        if (fields[REGION].isEmpty() && all(forms, REGION, form -> !form.isEmpty())) {
            findings.error("MISSING_ARN_REGION", "Add a Region to the " + fields[SERVICE] + " resource ARN.", resource);
        }
        String region = fields[REGION];
        if (!region.isEmpty()
                && !Wild.is(region)
                && !RegionNames.exists(region)
                && all(forms, REGION, f -> !f.isEmpty())) {
            findings.error(
                    "INVALID_ARN_REGION",
                    "The Region " + region
                            + " is not valid for this resource. Update the resource ARN to include a supported Region.",
                    resource);
        }
    }

    private void field(int index, List<String[]> forms, String notAllowed, String what) {
        String text = fields[index];
        if (!text.isEmpty() && !Wild.is(text) && all(forms, index, String::isEmpty)) {
            findings.error(
                    notAllowed,
                    "The service " + fields[SERVICE] + " does not support specifying " + what + " in the resource ARN.",
                    resource);
        }
    }

    private static boolean all(List<String[]> forms, int index, Predicate<String> test) {
        return forms.stream().allMatch(form -> test.test(form[index]));
    }

    private static List<String[]> forms(String service) {
        Set<String> texts = new LinkedHashSet<>();
        ServiceReference.all(service)
                .forEach(action -> texts.addAll(action.types().values()));
        List<String[]> forms = new ArrayList<>();
        for (String text : texts) {
            String[] form = text.split(":", FIELDS);
            if (form.length == FIELDS && form[SERVICE].equals(service)) {
                forms.add(form);
            }
        }
        return forms;
    }

    /** A form's field with a star for each variable. */
    private static String stars(String form) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int open = form.indexOf("${"); open >= 0; open = form.indexOf("${", at)) {
            out.append(form, at, open).append('*');
            at = form.indexOf('}', open) + 1;
        }
        return out.append(form.substring(at)).toString();
    }
}
