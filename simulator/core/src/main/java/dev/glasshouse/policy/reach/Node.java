package dev.glasshouse.policy.reach;

import dev.glasshouse.policy.PolicyDocument;
import java.util.ArrayList;
import java.util.List;

/** What a set of requests is made of: layers of policies, of which something allows and nothing denies, put together. */
sealed interface Node {

    /** Whether a request that the rules say this of is in the set. */
    Truth truth(Truth[] rules);

    /** Adds the layers, from left to right. */
    void layers(List<Layer> to);

    /** What a layer's policies are attached to. */
    enum Side {
        /** The caller. */
        CALLER,
        /** The resource. */
        RESOURCE,
        /** Nothing: actions and resources that are asked about. */
        QUESTION
    }

    /** Policies that are read together: a request is in when something allows it and nothing denies it. */
    final class Layer implements Node {
        private final Side side;
        private final List<PolicyDocument> documents;
        private final List<Rule> rules;
        private int first;

        Layer(Side side, List<PolicyDocument> documents, List<Rule> rules) {
            this.side = side;
            this.documents = List.copyOf(documents);
            this.rules = List.copyOf(rules);
        }

        static Layer of(Side side, List<PolicyDocument> documents) {
            List<Rule> rules = new ArrayList<>();
            for (int i = 0; i < documents.size(); i++) {
                int place = i;
                documents.get(i).views().forEach(view -> rules.add(Rule.of(place, view)));
            }
            return new Layer(side, documents, rules);
        }

        Side side() {
            return side;
        }

        List<PolicyDocument> documents() {
            return documents;
        }

        List<Rule> rules() {
            return rules;
        }

        /** A layer of its own whose rules are numbered from a place on. */
        Layer at(int place) {
            Layer copy = new Layer(side, documents, rules);
            copy.first = place;
            return copy;
        }

        /** The number of its first rule. */
        int first() {
            return first;
        }

        @Override
        public Truth truth(Truth[] states) {
            Truth allowed = Truth.NO;
            Truth denied = Truth.NO;
            for (int i = 0; i < rules.size(); i++) {
                Truth state = states[first + i];
                if (rules.get(i).allow()) {
                    allowed = allowed.or(state);
                } else {
                    denied = denied.or(state);
                }
            }
            return allowed.and(denied.not());
        }

        @Override
        public void layers(List<Layer> to) {
            to.add(this);
        }
    }

    /** What is in both. */
    record Both(Node one, Node other) implements Node {
        @Override
        public Truth truth(Truth[] rules) {
            Truth first = one.truth(rules);
            return first == Truth.NO ? first : first.and(other.truth(rules));
        }

        @Override
        public void layers(List<Layer> to) {
            one.layers(to);
            other.layers(to);
        }
    }

    /** What is in either. */
    record Either(Node one, Node other) implements Node {
        @Override
        public Truth truth(Truth[] rules) {
            return one.truth(rules).or(other.truth(rules));
        }

        @Override
        public void layers(List<Layer> to) {
            one.layers(to);
            other.layers(to);
        }
    }

    /** What is not in it. */
    record Outside(Node inner) implements Node {
        @Override
        public Truth truth(Truth[] rules) {
            return inner.truth(rules).not();
        }

        @Override
        public void layers(List<Layer> to) {
            inner.layers(to);
        }
    }

    /** The same with its layers numbered one after another; a layer that stands in two places is two. */
    static Node numbered(Node node, int[] next) {
        if (node instanceof Layer layer) {
            Layer placed = layer.at(next[0]);
            next[0] += layer.rules().size();
            return placed;
        }
        if (node instanceof Both both) {
            Node one = numbered(both.one(), next);
            return new Both(one, numbered(both.other(), next));
        }
        if (node instanceof Either either) {
            Node one = numbered(either.one(), next);
            return new Either(one, numbered(either.other(), next));
        }
        return new Outside(numbered(((Outside) node).inner(), next));
    }
}
