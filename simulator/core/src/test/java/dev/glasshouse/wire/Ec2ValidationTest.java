package dev.glasshouse.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.api.model.Member;
import dev.glasshouse.api.model.ServiceCatalog;
import dev.glasshouse.api.model.Structure;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class Ec2ValidationTest {

    private static final Structure INPUT = Objects.requireNonNull(
            ServiceCatalog.service("iam").operation("CreateUser").orElseThrow().input());
    private static final Member ANY = Objects.requireNonNull(INPUT.member("UserName"));

    private static Violation violation(String path, Rule rule, @Nullable Object value) {
        return new Violation(path, rule, value, false, ANY, ANY);
    }

    private static String error(Violation... violations) {
        WireError error = ValidationDialect.of(ServiceCatalog.service("ec2")).error(List.of(violations));
        return error.code() + " " + error.httpStatus() + " " + error.message();
    }

    @Test
    void a_missing_parameter_is_named_before_a_bad_value() {
        assertThat(error(
                        violation("maxResults", new Rule.Least(BigDecimal.valueOf(5)), 3),
                        violation("vpcId", new Rule.Required(), null)))
                .isEqualTo("MissingParameter 400 The request must contain the parameter vpcId");
    }

    @Test
    void a_value_out_of_its_bounds_is_shown_with_the_bound() {
        assertThat(error(violation("maxResults", new Rule.Least(BigDecimal.valueOf(5)), 3)))
                .isEqualTo(
                        "InvalidParameterValue 400 Value ( 3 ) for parameter maxResults is invalid. Expecting a value"
                                + " greater than 5.");
        assertThat(error(violation("tenancy", new Rule.OneOf(List.of("default", "dedicated")), "x")))
                .isEqualTo("InvalidParameterValue 400 Value ( x ) for parameter tenancy is invalid. Valid values are:"
                        + " default, dedicated");
    }
}
