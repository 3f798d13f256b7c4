package dev.glasshouse.access;

import dev.glasshouse.Control;
import dev.glasshouse.gateway.Survey;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions about all that is possible in a sandbox as it is now. No call is made and nothing is logged; what is to be tried
 * out is tried on a fork that nobody else sees.
 */
public final class AccessQuestions {

    private final Sandbox sandbox;

    private AccessQuestions(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** The questions about a sandbox of a simulator. */
    public static AccessQuestions of(Sandbox sandbox) {
        return new AccessQuestions(sandbox);
    }

    private Survey survey() {
        return Control.of(sandbox).survey();
    }

    /**
     * Who can do an action on a resource, or some of what patterns cover.
     *
     * @param action such as {@code s3:GetObject} or {@code s3:Get*}
     * @param resource its ARN; a pattern; or {@code *} for an action without a resource type
     * @throws IllegalArgumentException if they are not written as such
     */
    public WhoCan whoCan(String action, String resource) {
        return whoCan(action, resource, ContextKeys.EMPTY);
    }

    /** The same of requests that carry condition keys. */
    public WhoCan whoCan(String action, String resource, ContextKeys context) {
        return new WhoCanSearch(survey(), Survey.Matter.of(action, resource).with(context)).find();
    }

    /**
     * What a principal can do.
     *
     * @param principal {@code user/NAME}, {@code role/NAME}, {@code root}, an ARN of one, or an access key id
     * @throws IllegalArgumentException if there is no such principal
     */
    public WhatCan whatCan(String principal) {
        Survey survey = survey();
        return new WhatCanSearch(survey, actor(survey, principal)).find();
    }

    /**
     * What a stolen credential reaches, by itself and through roles.
     *
     * @param principal a principal, or an access key id, whose session's limits count then
     * @throws IllegalArgumentException if there is no such principal
     */
    public BlastRadius blastRadius(String principal) {
        return blastRadius(principal, ProposedChange.NONE);
    }

    /**
     * What a stolen credential reaches, before and after a change of the principal's policies that is thought of.
     *
     * @throws IllegalArgumentException if there is no such principal, or it has no policy that is to be changed
     */
    public BlastRadius blastRadius(String principal, ProposedChange change) {
        Survey survey = survey();
        Survey.Actor actor = actor(survey, principal);
        BlastSearch search = new BlastSearch(survey);
        BlastRadius.Reach before = search.find(actor);
        return new BlastRadius(actor.arn(), before, change.isNone() ? null : search.find(change.of(actor)));
    }

    /**
     * The ways up from a principal.
     *
     * @param principal {@code user/NAME}, {@code role/NAME}, an ARN of one, or an access key id
     * @throws IllegalArgumentException if there is no such principal
     */
    public Paths paths(String principal) {
        Survey survey = survey();
        return new PathSearch(survey, survey.actors(), false, false).find(actor(survey, principal));
    }

    /** The first path to an administrator alone; what is told of others is what was met on the way. */
    public Paths pathToAdministrator(String principal) {
        Survey survey = survey();
        return new PathSearch(survey, survey.actors(), false, true).find(actor(survey, principal));
    }

    /**
     * The ways up from a principal, each path that can be walked walked in a fork that nobody else sees; the sandbox stays
     * as it is. Where the shortest paths cannot be walked and another to an administrator can, that one is there as well.
     */
    public Paths provedPaths(String principal) {
        Survey survey = survey();
        Survey.Actor actor = actor(survey, principal);
        Paths paths = new PathSearch(survey, survey.actors(), false, false).find(actor);
        List<Paths.Path> up = new ArrayList<>(paths.up());
        if (!up.isEmpty() && up.stream().noneMatch(Paths.Path::walkable)) {
            up.addAll(new PathSearch(survey, survey.actors(), true, true)
                    .find(actor)
                    .up());
        }
        String start = isKey(principal) ? principal : actor.arn();
        return new Paths(
                paths.from(),
                paths.administrator(),
                up.stream()
                        .map(path -> path.proved(Walker.walk(sandbox, start, path)))
                        .toList(),
                paths.across().stream()
                        .map(path -> path.proved(Walker.walk(sandbox, start, path)))
                        .toList(),
                paths.complete());
    }

    /** Walks a path of a principal in a fork that nobody else sees. */
    public Paths.Proof prove(String principal, Paths.Path path) {
        return Walker.walk(
                sandbox,
                isKey(principal) ? principal : actor(survey(), principal).arn(),
                path);
    }

    private static boolean isKey(String text) {
        return text.startsWith("AKIA") || text.startsWith("ASIA");
    }

    private static Survey.Actor actor(Survey survey, String text) {
        return isKey(text) ? survey.holder(text) : survey.actor(text);
    }
}
