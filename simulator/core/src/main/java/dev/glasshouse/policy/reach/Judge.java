package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.MalformedPolicyException;
import dev.glasshouse.policy.Policy;
import dev.glasshouse.policy.PolicyDocument;
import dev.glasshouse.policy.PolicyEngine;
import dev.glasshouse.policy.PolicyPrincipal;
import dev.glasshouse.policy.PolicyRequest;
import dev.glasshouse.policy.PolicySet;
import dev.glasshouse.policy.PolicyType;
import dev.glasshouse.policy.StatementView.Part;
import dev.glasshouse.policy.match.Glob;
import dev.glasshouse.policy.reach.Node.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks the policy engine whether a request really lies in a set. */
final class Judge {

    private static final String OWNER = "444455556666";
    private static final List<Policy> EVERYTHING = List.of(everything());

    private Judge() {}

    private static Policy everything() {
        try {
            String json = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                    + "\"Resource\":\"*\"}}";
            return new Policy("everything", null, PolicyDocument.parse(json, PolicyType.IDENTITY));
        } catch (MalformedPolicyException e) {
            throw new IllegalStateException("the policy can be read", e);
        }
    }

    static boolean holds(Node node, Witness witness) {
        if (node instanceof Layer layer) {
            return allows(layer, witness);
        }
        if (node instanceof Node.Both both) {
            return holds(both.one(), witness) && holds(both.other(), witness);
        }
        if (node instanceof Node.Either either) {
            return holds(either.one(), witness) || holds(either.other(), witness);
        }
        return !holds(((Node.Outside) node).inner(), witness);
    }

    private static boolean allows(Layer layer, Witness witness) {
        return switch (layer.side()) {
            case QUESTION -> layer.rules().stream().anyMatch(rule -> asks(rule, witness));
            case CALLER -> {
                PolicyRequest request = caller(witness);
                yield needsNoPermission(witness)
                        ? applies(layer, request)
                        : PolicyEngine.decide(
                                        request,
                                        PolicySet.builder()
                                                .identity(policies(layer))
                                                .build())
                                .isAllowed();
            }
            case RESOURCE -> {
                PolicyRequest request = resource(witness);
                PolicySet set = PolicySet.builder()
                        .identity(EVERYTHING)
                        .session(EVERYTHING)
                        .resource(policies(layer).get(0))
                        .build();
                yield needsNoPermission(witness)
                        ? applies(layer, request)
                        : PolicyEngine.decide(request, set).isAllowed();
            }
        };
    }

    /** The engine lets it pass whatever policies say, so they are asked themselves. */
    private static boolean needsNoPermission(Witness witness) {
        String action = witness.action().toLowerCase(Locale.ROOT);
        return action.equals("sts:getcalleridentity") || action.equals("sts:getsessiontoken");
    }

    private static boolean applies(Layer layer, PolicyRequest request) {
        boolean allowed = false;
        for (Rule rule : layer.rules()) {
            if (rule.statement() != null && rule.statement().applies(request)) {
                if (!rule.allow()) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    private static boolean asks(Rule rule, Witness witness) {
        String action = witness.action().toLowerCase(Locale.ROOT);
        int colon = action.indexOf(':');
        List<List<Part>> resources = rule.resources();
        return ActionSpace.covers(rule, action.substring(0, colon), action.substring(colon + 1))
                && (resources == null
                        || resources.stream()
                                .map(parts -> Glob.compile(parts.get(0).text()))
                                .anyMatch(glob -> witness.withoutResource()
                                        ? glob.matchesEverything()
                                        : glob.matches(witness.resource())));
    }

    private static List<Policy> policies(Layer layer) {
        List<Policy> policies = new ArrayList<>();
        for (PolicyDocument document : layer.documents()) {
            policies.add(new Policy("policy", null, document));
        }
        return policies;
    }

    /** Whoever asks, what a caller's policies say is asked for a session of a role beside the resource. */
    static PolicyRequest caller(Witness witness) {
        String resource = witness.resource();
        int end = resource.startsWith("arn:") ? resource.indexOf(':', 4) : -1;
        String partition = end > 4 ? resource.substring(4, end) : "aws";
        PolicyPrincipal someone = partition.equals("aws")
                ? Principals.SOMEONE
                : PolicyPrincipal.parse("arn:" + partition + ":sts::111122223333:assumed-role/Someone/session");
        return new Witness(someone, witness.action(), resource, witness.keys()).request("111122223333");
    }

    /** A resource's policy is asked for an account that is nobody's, so that it alone can allow. */
    static PolicyRequest resource(Witness witness) {
        String account = witness.principal().account();
        return witness.request(OWNER.equals(account) ? "555566667777" : OWNER);
    }

    /** The statements that apply to a request. */
    static List<Answer.Match> matches(List<Layer> layers, Witness witness) {
        List<Answer.Match> matches = new ArrayList<>();
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            PolicyRequest request = layer.side() == Node.Side.RESOURCE ? resource(witness) : caller(witness);
            for (Rule rule : layer.rules()) {
                if (rule.statement() != null && rule.statement().applies(request)) {
                    matches.add(new Answer.Match(
                            l,
                            rule.policy(),
                            rule.statement().index(),
                            rule.statement().sid(),
                            rule.allow()));
                }
            }
        }
        return matches;
    }
}
