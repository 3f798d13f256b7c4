package dev.glasshouse.service.s3;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.call.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS's naming rules for general purpose buckets. */
class BucketNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                "Upper",
                "under_score",
                "-begins",
                "ends-",
                ".begins",
                "two..periods",
                "192.168.5.4",
                "xn--name",
                "sthree-name",
                "amzn-s3-demo-bucket",
                "name-s3alias",
                "name--ol-s3",
                "name.mrap",
                "name--x-s3",
                "name--table-s3",
                "a-name-of-sixty-four-characters-which-is-one-more-than-there-may"
            })
    void a_name_that_breaks_a_rule_is_refused(String name) {
        assertThatThrownBy(() -> BucketNames.require(name))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("The specified bucket is not valid.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "192.168.5", "192.168.5.4.5", "a.b-c", "name-amzn-s3-demo-x", "9lives"})
    void a_name_that_keeps_them_is_taken(String name) {
        assertThatCode(() -> BucketNames.require(name)).doesNotThrowAnyException();
    }

    @Test
    void a_name_of_an_account_and_its_region_wants_its_namespace() {
        String own = "name-111122223333-us-east-1-an";
        assertThatCode(() -> BucketNames.requireNamespace(own, "account-regional", "111122223333", "us-east-1"))
                .doesNotThrowAnyException();
        assertThatCode(() -> BucketNames.requireNamespace("name-an", null, "111122223333", "us-east-1"))
                .doesNotThrowAnyException();
        assertThatCode(() -> BucketNames.requireNamespace("name", "global", "111122223333", "us-east-1"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> BucketNames.requireNamespace(own, null, "111122223333", "us-east-1"))
                .hasMessageContaining("missing the required x-amz-bucket-namespace header");
        assertThatThrownBy(() -> BucketNames.requireNamespace(own, null, "444455556666", "us-east-1"))
                .hasMessageContaining("missing the required x-amz-bucket-namespace header");
        assertThatThrownBy(() -> BucketNames.requireNamespace(own, "account-regional", "444455556666", "us-east-1"))
                .hasMessageContaining("does not belong to the namespace");
        assertThatThrownBy(() -> BucketNames.requireNamespace(own, "account-regional", "111122223333", "eu-west-1"))
                .hasMessageContaining("does not belong to the namespace");
        assertThatThrownBy(() -> BucketNames.requireNamespace(own, "global", "111122223333", "us-east-1"))
                .hasMessageContaining("does not belong to the namespace");
    }
}
