package dev.glasshouse.access;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.policy.ContextKeys;
import dev.glasshouse.policy.Outlook;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers as JSON, as the control API gives them. */
public final class AccessJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AccessJson() {}

    /** Who can. */
    public static ObjectNode of(WhoCan who) {
        ObjectNode node = JSON.objectNode().put("action", who.action()).put("resource", who.resource());
        ArrayNode entries = node.putArray("entries");
        for (WhoCan.Entry entry : who.entries()) {
            ObjectNode each = entries.addObject().put("who", entry.who()).put("kind", word(entry.kind()));
            each.put("always", entry.always()).put("now", entry.now());
            if (who.isPattern()) {
                each.put("every", entry.every());
                each.putObject("example")
                        .put("action", entry.example().action())
                        .put("resource", entry.example().resource());
            }
            each.set("outlook", of(entry.outlook()));
            ArrayNode chain = each.putArray("chain");
            entry.chain()
                    .forEach(step -> chain.addObject().put("role", step.role()).set("outlook", of(step.outlook())));
        }
        if (!who.unknown().isEmpty()) {
            texts(node.putArray("unknown"), who.unknown());
        }
        return remark(node, who.remark());
    }

    static ObjectNode remark(ObjectNode node, @Nullable String remark) {
        return remark == null ? node : node.put("remark", remark);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** An outlook: {@code chance}, the {@code ways} with an example each, and whether they are all. */
    public static ObjectNode of(Outlook outlook) {
        ObjectNode node =
                JSON.objectNode().put("chance", word(outlook.chance())).put("exact", outlook.exact());
        ArrayNode ways = node.putArray("ways");
        for (Outlook.Way way : outlook.ways()) {
            ObjectNode each = ways.addObject().put("if", way.toString());
            ContextKeys example = way.example();
            if (example != null) {
                ObjectNode keys = each.putObject("example");
                example.entries().values().forEach(entry -> {
                    if (entry.multiValued()) {
                        texts(keys.putArray(entry.name()), entry.values());
                    } else {
                        keys.put(entry.name(), entry.values().get(0));
                    }
                });
            }
        }
        return node;
    }

    static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    /** The ways up. */
    public static ObjectNode of(Paths paths) {
        ObjectNode node = JSON.objectNode().put("from", paths.from());
        node.put("leadToAdministrator", paths.leadToAdministrator()).put("complete", paths.complete());
        node.set("administrator", of(paths.administrator()));
        ArrayNode up = node.putArray("up");
        paths.up().forEach(path -> up.add(of(path)));
        ArrayNode across = node.putArray("across");
        paths.across().forEach(path -> across.add(of(path)));
        return node;
    }

    private static ObjectNode of(Paths.Path path) {
        ObjectNode node = JSON.objectNode().put("to", path.to());
        node.put("walkable", path.walkable()).put("conditional", path.conditional());
        node.set("administrator", of(path.administrator()));
        ArrayNode edges = node.putArray("edges");
        path.edges().forEach(edge -> edges.add(of(edge)));
        Paths.Proof proof = path.proof();
        if (proof != null) {
            ObjectNode shown =
                    node.putObject("proof").put("proved", proof.proved()).put("reason", proof.reason());
            ArrayNode calls = shown.putArray("calls");
            for (Paths.MadeCall call : proof.calls()) {
                ObjectNode each = calls.addObject().put("as", call.as()).put("operation", call.operation());
                each.set("input", call.input());
                each.put("error", call.error());
            }
        }
        return node;
    }

    private static ObjectNode of(Paths.Edge edge) {
        ObjectNode node = JSON.objectNode()
                .put("way", edge.way().id())
                .put("title", edge.way().title());
        node.put("from", edge.from()).put("to", edge.to()).put("walkable", edge.walkable());
        texts(node.putArray("together"), edge.together());
        if (edge.way().note() != null) {
            node.put("note", edge.way().note());
        }
        ArrayNode needs = node.putArray("needs");
        for (Paths.Allowed need : edge.needs()) {
            needs.addObject()
                    .put("action", need.action())
                    .put("resource", need.resource())
                    .set("outlook", of(need.outlook()));
        }
        ArrayNode calls = node.putArray("calls");
        for (Paths.PlannedCall call : edge.calls()) {
            ObjectNode each = calls.addObject().put("as", call.as()).put("operation", call.operation());
            each.set("input", call.input());
        }
        return node;
    }

    /** What somebody can do. */
    public static ObjectNode of(WhatCan can) {
        ObjectNode node = JSON.objectNode().put("who", can.who()).put("complete", can.complete());
        node.set("administrator", of(can.administrator()));
        ArrayNode grants = node.putArray("grants");
        for (WhatCan.Grant grant : can.grants()) {
            ObjectNode each = grants.addObject().put("service", grant.service()).put("resource", grant.resource());
            each.put("real", grant.real()).put("covers", grant.covers()).put("all", grant.all());
            texts(each.putArray("except"), grant.except());
            each.set("outlook", of(grant.outlook()));
            texts(each.putArray("actions"), grant.actions());
        }
        return node;
    }

    /** What a credential reaches. */
    public static ObjectNode of(BlastRadius radius) {
        ObjectNode node = JSON.objectNode().put("who", radius.who());
        node.set("before", of(radius.before()));
        if (radius.after() != null) {
            node.set("after", of(radius.after()));
            texts(node.putArray("lost"), List.copyOf(radius.lost()));
            texts(node.putArray("changed"), List.copyOf(radius.changed()));
            texts(node.putArray("gained"), List.copyOf(radius.gained()));
        }
        return node;
    }

    private static ObjectNode of(BlastRadius.Reach reach) {
        ObjectNode node = JSON.objectNode();
        node.put("administrator", reach.administrator()).put("complete", reach.complete());
        ArrayNode holders = node.putArray("holders");
        for (BlastRadius.Holder holder : reach.holders()) {
            ObjectNode each = holders.addObject();
            texts(each.putArray("chain"), holder.chain());
            each.set("outlook", of(holder.outlook()));
            each.set("can", of(holder.can()));
        }
        return node;
    }
}
