package dev.glasshouse.access;

import dev.glasshouse.call.Caller;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Outlook;
import java.util.List;

/**
 * Who is an administrator: a root user, and a principal that may do what no policy names, and change the permissions of all
 * others. What the organization denies to the whole account makes nobody less of one.
 */
final class Administrators {

    private static final String ANYTHING = "glasshouse:Anything";

    private final Survey survey;

    Administrators(Survey survey) {
        this.survey = survey;
    }

    /** For which calls a principal is an administrator of its account. */
    Outlook outlook(Survey.Actor actor) {
        Caller caller = actor.caller();
        if (caller.kind() == Caller.Kind.ROOT && caller.session() == null) {
            return Outlook.ALWAYS;
        }
        boolean may = actor.grants().identity().stream()
                .anyMatch(policy -> policy.document().grants("glasshouse", "anything"));
        Outlook outlook = may ? Outlook.ALWAYS : Outlook.NEVER;
        for (Survey.Matter probe : may ? probes(caller.account()) : List.<Survey.Matter>of()) {
            if (outlook.possible()) {
                outlook = outlook.and(survey.withinAccount(actor, probe));
            }
        }
        return outlook;
    }

    private static List<Survey.Matter> probes(String account) {
        String iam = "arn:aws:iam::" + account + ":";
        return List.of(
                Survey.Matter.of(ANYTHING, "arn:aws:glasshouse:us-east-1:" + account + ":anything"),
                Survey.Matter.of("iam:PutUserPolicy", iam + "user/glasshouse-anybody"),
                Survey.Matter.of("iam:AttachRolePolicy", iam + "role/glasshouse-anybody"),
                Survey.Matter.of("iam:CreateAccessKey", iam + "user/glasshouse-anybody"),
                Survey.Matter.of("iam:PassRole", iam + "role/glasshouse-anybody"));
    }
}
