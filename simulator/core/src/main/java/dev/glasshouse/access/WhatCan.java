package dev.glasshouse.access;

import dev.glasshouse.policy.Outlook;
import java.util.List;

/**
 * What a principal can do, in a sandbox as it is: over all actions of AWS, on what its policies name and on the resources that
 * the sandbox has.
 *
 * @param who the principal
 * @param administrator for which calls it is an administrator
 * @param grants what it can, by service
 * @param complete whether all was asked; false where the sandbox has too many resources
 */
public record WhatCan(String who, Outlook administrator, List<Grant> grants, boolean complete) {

    /**
     * Actions that can be done on something.
     *
     * @param service the service's prefix
     * @param actions the actions, in their order
     * @param all whether these are all actions that the service has
     * @param resource a pattern of a policy, or a resource of the sandbox
     * @param real whether it is a resource of the sandbox that no pattern covers in the same way
     * @param covers how many resources of the sandbox a pattern covers in the same way
     * @param except what the pattern covers and is not, or not in the same way, allowed: patterns of denials, and resources
     * @param outlook for which calls
     */
    public record Grant(
            String service,
            List<String> actions,
            boolean all,
            String resource,
            boolean real,
            int covers,
            List<String> except,
            Outlook outlook) {
        public Grant {
            actions = List.copyOf(actions);
            except = List.copyOf(except);
        }
    }

    public WhatCan {
        grants = List.copyOf(grants);
    }

    /** Whether an action is among those that can be done on a resource that is named so, or by a pattern that covers it. */
    public boolean includes(String action, String resource) {
        return grants.stream()
                .anyMatch(grant -> grant.actions().contains(action)
                        && Patterns.covers(grant.resource(), resource)
                        && grant.except().stream().noneMatch(except -> Patterns.covers(except, resource)));
    }
}
