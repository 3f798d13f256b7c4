package dev.glasshouse.apigen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableWriterTest {

    private static final String MODEL = """
            {"metadata": {"serviceId": "Toy", "apiVersion": "2026-01-01", "endpointPrefix": "toy",
              "protocol": "query", "protocols": ["smithy-rpc-v2-cbor", "query"]},
             "operations": {
               "GetToy": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "GetToyInput"},
                 "errors": [{"shape": "NoToy"}], "documentation": "prose"},
               "BreakToy": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "Unreached"}},
               "Reset": {"http": {"method": "POST", "requestUri": "/"}}},
             "shapes": {
               "GetToyInput": {"type": "structure", "required": ["Name"], "documentation": "prose",
                 "members": {"Tree": {"shape": "Tree"}, "Name": {"shape": "ToyName"}}},
               "Tree": {"type": "structure", "members": {"Branches": {"shape": "Trees"}}},
               "Trees": {"type": "list", "member": {"shape": "Tree"}},
               "ToyName": {"type": "string", "min": 1, "max": 8, "pattern": "[a-z]+"},
               "NoToy": {"type": "structure", "exception": true, "members": {},
                 "error": {"code": "NoSuchToy", "httpStatusCode": 404, "senderFault": true}},
               "Unreached": {"type": "structure", "members": {}}}}
            """;

    private static List<String> lines(Set<String> simulated) throws Exception {
        JsonNode model = new ObjectMapper().readTree(MODEL);
        return new TableWriter("toy", model, simulated, "test").lines();
    }

    @Test
    void theTableHasTheShapesThatSimulatedOperationsReachAndNoOthers() throws Exception {
        assertThat(lines(Set.of("GetToy")))
                .filteredOn(line -> line.contains("\"shape\":"))
                .extracting(line -> line.replaceAll(".*\"shape\":\"(\\w+)\".*", "$1"))
                .containsExactly("GetToyInput", "GetToyResponse", "NoToy", "ToyName", "Tree", "Trees");
    }

    @Test
    void operationsThatAreNotSimulatedAreThereByNameOnly() throws Exception {
        assertThat(lines(Set.of("GetToy"))).contains("{\"op\":\"BreakToy\",\"http\":\"POST /\"}");
    }

    @Test
    void allProtocolsAreReadAndTheNewestComesFirst() throws Exception {
        assertThat(lines(Set.of()).get(0)).contains("\"protocols\":[\"smithy-rpc-v2-cbor\",\"query\"]");
    }

    @Test
    void anErrorHasItsCodeOnTheWireAndAMemberItsConstraints() throws Exception {
        assertThat(lines(Set.of("GetToy")))
                .contains("{\"shape\":\"ToyName\",\"type\":\"string\",\"min\":1,\"max\":8,\"pattern\":\"[a-z]+\"}")
                .anyMatch(line -> line.contains("{\"code\":\"NoSuchToy\",\"status\":404,\"sender\":true}"))
                .anyMatch(line -> line.contains("{\"n\":\"Name\",\"s\":\"ToyName\",\"required\":true}"))
                .noneMatch(line -> line.contains("prose"));
    }

    @Test
    void anOperationThatTheModelDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> lines(Set.of("PaintToy"))).hasMessageContaining("PaintToy");
    }

    @Test
    void anOverlayAddsReplacesAndTakesAway() throws Exception {
        ObjectNode model = (ObjectNode) new ObjectMapper().readTree("{\"a\":{\"b\":1,\"c\":2},\"d\":3}");
        JsonNode overlay = new ObjectMapper().readTree("{\"a\":{\"b\":9,\"e\":4},\"d\":null}");
        assertThat(Overlay.merge(model, overlay).toString()).isEqualTo("{\"a\":{\"b\":9,\"c\":2,\"e\":4}}");
    }
}
