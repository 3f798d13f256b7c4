package dev.glasshouse.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains why a call was answered as it was. */
@Command(name = "why", description = "Explain a decision.", mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", defaultValue = "last", description = "A request id, or 'last'.")
    private String requestId = "last";

    @Option(names = "--sandbox", description = "The sandbox (default: the one behind the endpoint).")
    private @Nullable String sandbox;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode why = ControlClient.find().get(ControlClient.path(sandbox, "decisions/" + requestId));
        if (json) {
            Output.print(spec, why.toPrettyString());
            return 0;
        }
        call(why);
        return 0;
    }

    private void call(JsonNode why) {
        if (why.has("summary")) {
            Output.print(spec, why.path("summary").asText());
        }
        Output.print(
                spec,
                why.path("service").asText() + ":" + why.path("operation").asText() + " by "
                        + why.path("caller").asText() + " (request "
                        + why.path("requestId").asText() + ")");
        if (why.has("errorCode")) {
            Output.print(
                    spec,
                    "answered " + why.path("errorCode").asText() + ": "
                            + why.path("errorMessage").asText());
        }
        for (JsonNode question : why.path("questions")) {
            question(question);
        }
        for (JsonNode nested : why.path("nested")) {
            Output.print(spec, "");
            Output.print(spec, "For this call a service made another:");
            call(nested);
        }
    }

    private void question(JsonNode question) {
        Output.print(spec, "");
        Output.print(
                spec,
                question.path("decision").asText() + ": "
                        + question.path("action").asText() + " on "
                        + question.path("resource").asText()
                        + (question.path("required").asBoolean()
                                ? ""
                                : " (asked besides: a denial does not end the call)"));
        if (question.has("summary")) {
            Output.print(
                    spec,
                    "  " + question.path("summary").asText() + " ("
                            + question.path("page").asText() + ")");
        }
        remedy(question.path("remedy"));
        for (JsonNode policy : question.path("policies")) {
            Output.print(
                    spec,
                    "  " + policy.path("kind").asText() + " policy "
                            + policy.path("policy").asText()
                            + (policy.has("level")
                                    ? " at " + policy.path("level").asText()
                                    : "") + ": "
                            + policy.path("outcome").asText() + " ("
                            + policy.path("page").asText() + ")");
            for (JsonNode statement : policy.path("statements")) {
                statement(statement);
            }
        }
    }

    private void statement(JsonNode statement) {
        String name = statement.hasNonNull("sid")
                ? statement.path("sid").asText()
                : "statement " + statement.path("index").asInt();
        Output.print(
                spec,
                "    " + statement.path("effect").asText() + " " + name
                        + (statement.path("applies").asBoolean() ? " applies" : " does not apply"));
        for (JsonNode element : statement.path("elements")) {
            Output.print(
                    spec,
                    "      " + (element.path("matched").asBoolean() ? "+ " : "- ")
                            + element.path("element").asText() + ": "
                            + element.path("why").asText());
        }
    }

    private void remedy(JsonNode remedy) {
        if (remedy.has("none")) {
            Output.print(
                    spec,
                    "  No statement would have allowed it: "
                            + remedy.path("none").asText());
        }
        for (JsonNode change : remedy.path("changes")) {
            Output.print(
                    spec,
                    "  To allow it, add to the " + change.path("kind").asText() + " policy"
                            + (change.has("policy")
                                    ? " " + change.path("policy").asText()
                                    : "")
                            + (change.has("level")
                                    ? " at " + change.path("level").asText()
                                    : "") + ": "
                            + change.path("statement"));
        }
    }
}
