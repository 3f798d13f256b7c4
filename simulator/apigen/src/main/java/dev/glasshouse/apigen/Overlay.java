package dev.glasshouse.apigen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lays a reviewed file over a model: objects are merged by name, all else is replaced, null takes away. */
final class Overlay {

    private Overlay() {}

    static ObjectNode merge(ObjectNode model, JsonNode overlay) {
        overlay.properties().forEach(field -> {
            JsonNode below = model.get(field.getKey());
            if (field.getValue().isNull()) {
                model.remove(field.getKey());
            } else if (field.getValue().isObject() && below instanceof ObjectNode object) {
                merge(object, field.getValue());
            } else {
                model.set(field.getKey(), field.getValue());
            }
        });
        return model;
    }
}
