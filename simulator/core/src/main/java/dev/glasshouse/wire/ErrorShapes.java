package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import org.jspecify.annotations.Nullable;

/** Finds the error structure that an error on the wire stands for. */
final class ErrorShapes {

    private ErrorShapes() {}

    /** The structure of the error's record, or else of its code, or null where the model has none. */
    static @Nullable Structure find(ServiceModel service, WireError error) {
        ApiRecord modelled = error.modelled();
        for (OperationModel operation : service.operations().values()) {
            for (Structure structure : operation.errors()) {
                boolean same = modelled != null
                        ? structure.name().equals(modelled.shapeName())
                        : structure.name().equals(error.code()) || error.code().equals(code(structure));
                if (same) {
                    return structure;
                }
            }
        }
        return null;
    }

    private static @Nullable String code(Structure structure) {
        Structure.ErrorTrait trait = structure.error();
        return trait == null ? null : trait.code();
    }

    /** Whether a member is the error's text for people. */
    static boolean isMessage(Member member) {
        return member.name().equalsIgnoreCase("message");
    }
}
