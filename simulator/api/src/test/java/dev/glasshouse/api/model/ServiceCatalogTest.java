package dev.glasshouse.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.api.ApiRecord;
import dev.glasshouse.api.iam.CreateUserRequest;
import dev.glasshouse.api.iam.Tag;
import dev.glasshouse.api.sts.Credentials;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceCatalogTest {

    @ParameterizedTest
    @ValueSource(strings = {"iam", "sts", "kms", "s3", "cloudtrail"})
    void everySimulatedOperationHasRecordsForItsInputOutputAndErrors(String name) {
        ServiceModel service = ServiceCatalog.service(name);
        List<OperationModel> simulated = service.operations().values().stream()
                .filter(OperationModel::simulated)
                .toList();
        assertThat(simulated).isNotEmpty();
        for (OperationModel operation : simulated) {
            List<Structure> structures = new ArrayList<>(operation.errors());
            structures.add(operation.input());
            structures.add(operation.output());
            for (Structure structure : structures) {
                if (structure.union()) {
                    continue;
                }
                ApiRecord empty =
                        structure.create(new Object[structure.members().size()]);
                assertThat(empty.shapeName()).isEqualTo(structure.name());
                assertThat(empty.memberCount()).isEqualTo(structure.members().size());
            }
        }
    }

    @Test
    void membersComeBackAtTheirIndex() {
        Structure shape = ServiceCatalog.service("iam")
                .operation("CreateUser")
                .orElseThrow()
                .input();
        ApiRecord made = shape.create(new Object[] {"/a/", "alice", null, List.of(new Tag("k", "v"))});
        assertThat(made)
                .isEqualTo(CreateUserRequest.builder()
                        .path("/a/")
                        .userName("alice")
                        .tags(List.of(new Tag("k", "v")))
                        .build());
        assertThat(made.member(shape.member("UserName").index())).isEqualTo("alice");
        assertThatThrownBy(() -> made.member(4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void secretsAreMaskedInTexts() {
        Credentials credentials = new Credentials("ASIAX", "very secret", "token", Instant.EPOCH);
        assertThat(credentials.toString()).contains("ASIAX").doesNotContain("very secret");
    }

    @Test
    void aListInARecordCannotBeChanged() {
        List<Tag> tags = new ArrayList<>(List.of(new Tag("k", "v")));
        CreateUserRequest request =
                CreateUserRequest.builder().userName("a").tags(tags).build();
        tags.clear();
        assertThat(request.tags()).hasSize(1);
        assertThatThrownBy(() -> request.tags().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theWirePlacesOfS3AreThoseOfTheModel() {
        Structure put = ServiceCatalog.service("s3")
                .operation("PutObject")
                .orElseThrow()
                .input();
        assertThat(put.payload().name()).isEqualTo("Body");
        assertThat(((Scalar) put.payload().shape()).streaming()).isTrue();
        assertThat(put.member("Metadata").location()).isEqualTo(Member.Location.HEADERS);
        assertThat(put.member("Metadata").locationName()).isEqualTo("x-amz-meta-");
        assertThat(put.member("Key").location()).isEqualTo(Member.Location.URI);
        assertThat(ServiceCatalog.service("s3")
                        .operation("ListObjectsV2")
                        .orElseThrow()
                        .requestUri())
                .isEqualTo("/{Bucket}?list-type=2");
    }

    @Test
    void anErrorKnowsItsCodeOnTheWire() {
        OperationModel operation =
                ServiceCatalog.service("iam").operation("GetUser").orElseThrow();
        assertThat(operation.errors())
                .extracting(Structure::error)
                .contains(new Structure.ErrorTrait("NoSuchEntity", 404, true));
        assertThat(operation.readOnly()).isTrue();
        assertThat(operation.resultWrapper()).isEqualTo("GetUserResult");
    }

    @Test
    void aServiceThatIsNotThereIsRefusedAndAnOperationThatIsNotSimulatedIsKnownByName() {
        assertThatThrownBy(() -> ServiceCatalog.service("../iam")).isInstanceOf(IllegalArgumentException.class);
        OperationModel operation =
                ServiceCatalog.service("s3").operation("GetObjectTorrent").orElseThrow();
        assertThat(operation.simulated()).isFalse();
        assertThat(operation.requestUri()).isEqualTo("/{Bucket}/{Key+}?torrent");
    }
}
