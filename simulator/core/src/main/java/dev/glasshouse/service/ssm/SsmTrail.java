package dev.glasshouse.service.ssm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.TrailResource;
import dev.glasshouse.call.TrailShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameter Store's events name the parameters, and say that a value was given without telling it. */
final class SsmTrail implements TrailShape {

    private static final String HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";

    @Override
    public @Nullable ObjectNode requestParameters(Outcome outcome, @Nullable ObjectNode byModel) {
        if (byModel != null && outcome.operation().name().equals("PutParameter")) {
            byModel.put("value", HIDDEN);
        }
        return byModel;
    }

    @Override
    public List<TrailResource> resources(Outcome outcome) {
        ObjectNode request = outcome.output() == null ? null : names(outcome);
        List<TrailResource> resources = new ArrayList<>();
        if (request != null) {
            for (JsonNode name : request.path("names")) {
                add(outcome, name.asText(), resources);
            }
        }
        return resources;
    }

    private static @Nullable ObjectNode names(Outcome outcome) {
        ObjectNode node = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        var array = node.putArray("names");
        var input = outcome.input();
        var shape = outcome.operation().input();
        if (input == null || shape == null) {
            return null;
        }
        for (var member : shape.members()) {
            Object value = input.member(member.index());
            if (member.name().equals("Name") && value instanceof String text) {
                array.add(text);
            } else if (member.name().equals("Names") && value instanceof List<?> list) {
                list.forEach(each -> array.add(String.valueOf(each)));
            }
        }
        return node;
    }

    private static void add(Outcome outcome, String name, List<TrailResource> resources) {
        try {
            ParameterNames.Reference reference = ParameterNames.reference(name);
            String arn = reference.arn() == null ? Parameters.arn(outcome.call(), reference.name()) : reference.arn();
            resources.add(new TrailResource(arn, arn.split(":", 6)[4], null));
        } catch (ServiceException e) {
            // no name, and so no resource
        }
    }
}
