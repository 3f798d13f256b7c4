package dev.glasshouse.access;

import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.Outlook;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Follows the roles that can be assumed, and asks for each what it can do. */
final class BlastSearch {

    /** Of how many roles it is told what they can do. */
    private static final int MOST_HOLDERS = 200;

    private final Survey survey;
    private final Chains chains;

    BlastSearch(Survey survey) {
        this.survey = survey;
        this.chains = new Chains(survey, survey.actors());
    }

    private record Reached(Survey.Actor actor, List<String> chain, Outlook outlook) {}

    BlastRadius.Reach find(Survey.Actor start) {
        List<BlastRadius.Holder> holders = new ArrayList<>();
        Set<String> known = new HashSet<>(Set.of(start.arn()));
        Deque<Reached> open = new ArrayDeque<>();
        open.add(new Reached(start, List.of(), Outlook.ALWAYS));
        boolean complete = true;
        while (!open.isEmpty()) {
            if (holders.size() >= MOST_HOLDERS) {
                complete = false;
                break;
            }
            Reached reached = open.remove();
            WhatCan can = new WhatCanSearch(survey, reached.actor()).find();
            complete &= can.complete();
            holders.add(new BlastRadius.Holder(reached.chain(), reached.outlook(), can));
            for (Chains.Link link : chains.from(reached.actor())) {
                Survey.Actor role = link.to().actor();
                if (known.add(role.arn())) {
                    List<String> chain = new ArrayList<>(reached.chain());
                    chain.add(role.arn());
                    open.add(new Reached(role, chain, reached.outlook().and(link.outlook())));
                }
            }
        }
        return new BlastRadius.Reach(holders, complete);
    }
}
