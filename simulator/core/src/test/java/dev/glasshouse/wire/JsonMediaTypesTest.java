package dev.glasshouse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.api.model.OperationModel;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.wire.http.HttpHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMediaTypesTest {

    // any operation whose answer is a JSON document
    private static final OperationModel OPERATION =
            ServiceCatalog.service("kms").operation("ListKeys").orElseThrow();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "*/*",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "application/*",
                "application/xml, Application/JSON; charset=utf-8"
            })
    void a_client_that_takes_json_among_others_is_served(String accept) {
        assertThatCode(() -> JsonMediaTypes.requireAccepted(OPERATION, HttpHeaders.of("Accept", accept)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/hal+json", "text/*", "image/png, text/html"})
    void a_client_that_takes_no_json_is_refused(String accept) {
        WireException refused = catchThrowableOfType(
                WireException.class, () -> JsonMediaTypes.requireAccepted(OPERATION, HttpHeaders.of("Accept", accept)));
        assertThat(refused.error().code()).isEqualTo("NotAcceptableException");
        assertThat(refused.error().httpStatus()).isEqualTo(406);
    }
}
