package dev.glasshouse.service.s3;

import dev.glasshouse.policy.PolicyPrincipal;
import java.util.Map;

/** How the ARNs of what a bucket notifies must look; what S3 says of others shows the pattern. */
final class NotificationArns {

    private static final String ACCOUNT = "[\\p{Digit}]{12}";

    /** The patterns that S3 shows, by service. */
    private static final Map<String, String> SHOWN = Map.of(
            "sns",
            "^arn:aws[\\p{Alpha}\\-]*:sns:[\\p{Alnum}\\-]+:" + ACCOUNT + ":[\\p{Alnum}\\-_]{1,256}$",
            "sqs",
            "^arn:aws[\\p{Alpha}\\-]*:sqs:[\\p{Alnum}\\-]+:" + ACCOUNT + ":[\\p{Alnum}\\-_]{1,80}$",
            "lambda",
            "^arn:aws[a-zA-Z\\-]*:lambda:[a-zA-Z0-9\\-]+:[0-9]{12}:function:[a-zA-Z0-9\\-_]+(:[a-zA-Z0-9$_\\-]+)?$");

    private static final Map<String, Integer> LONGEST = Map.of("sns", 256, "sqs", 80);

    private NotificationArns() {}

    /**
     * Refuses an ARN that names nothing of a service.
     *
     * @param parts the six parts of the ARN
     * @param argument what the fault calls it
     */
    static void require(String service, String[] parts, String argument, String arn) {
        if (service.equals("sqs") && parts[2].equals("sqs") && parts[5].endsWith(".fifo")) {
            throw S3Errors.invalidArgument("FIFO SQS queues are not supported.", argument, arn);
        }
        boolean good = parts[1].equals("aws")
                && parts[2].equals(service)
                && isText(parts[3], "-")
                && PolicyPrincipal.isAccount(parts[4])
                && (service.equals("lambda") ? isFunction(parts[5]) : isName(service, parts[5]));
        if (!good) {
            throw S3Errors.invalidArgument(
                    "The ARN failed to satisfy constraint: Member must satisfy regular expression pattern: "
                            + SHOWN.get(service),
                    argument,
                    arn);
        }
    }

    private static boolean isName(String service, String name) {
        return name.length() <= LONGEST.getOrDefault(service, 0) && isText(name, "-_");
    }

    private static boolean isFunction(String resource) {
        String[] parts = resource.split(":", -1);
        return (parts.length == 2 || parts.length == 3)
                && parts[0].equals("function")
                && isText(parts[1], "-_")
                && (parts.length == 2 || isText(parts[2], "$-_"));
    }

    private static boolean isText(String text, String signs) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || signs.indexOf(c) >= 0);
    }
}
