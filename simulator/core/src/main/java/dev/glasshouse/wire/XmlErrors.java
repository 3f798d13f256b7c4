package dev.glasshouse.wire;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.ServiceModel;
import dev.glasshouse.api.model.Structure;
import java.util.Map;

/** The {@code Error} element of the XML protocols. */
final class XmlErrors {

    private XmlErrors() {}

    /** Writes the element with type, code, message and further members. */
    static void write(XmlWriter out, ServiceModel service, WireError error) {
        out.open("Error");
        out.element("Type", error.senderFault() ? "Sender" : "Receiver");
        out.element("Code", error.code());
        content(out, service, error);
        out.close();
    }

    /** Writes what follows the code: the message and further members. */
    static void content(XmlWriter out, ServiceModel service, WireError error) {
        String message = error.message();
        if (message != null) {
            out.element("Message", message);
        }
        ApiRecord modelled = error.modelled();
        Structure shape = modelled == null ? null : ErrorShapes.find(service, error);
        if (modelled != null && shape != null) {
            new XmlEncoder(out, false)
                    .members(
                            modelled,
                            shape,
                            member -> member.location() == Member.Location.BODY
                                    && !(message != null && ErrorShapes.isMessage(member)));
        }
        for (Map.Entry<String, String> detail : error.details().entrySet()) {
            out.element(detail.getKey(), detail.getValue());
        }
    }
}
