package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of questions about access, and how their answers are printed. */
final class Answers {

    @Option(names = "--sandbox", description = "The sandbox (default: the one behind the endpoint).")
    private @Nullable String sandbox;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--dot", description = "Print a graph for Graphviz.")
    private boolean dot;

    /** Asks, and prints the answer as it is wanted. */
    JsonNode ask(@Nullable CommandSpec spec, String question, Map<String, ?> input) {
        JsonNode answer = ControlClient.find().post(ControlClient.path(sandbox, question), input);
        String text = answer.path("text").asText();
        String graph = answer.path("dot").asText();
        if (answer instanceof ObjectNode node) {
            // they are there for other clients
            node.remove("text");
            node.remove("dot");
        }
        Output.print(spec, dot ? graph.stripTrailing() : json ? answer.toPrettyString() : text.stripTrailing());
        return answer;
    }
}
