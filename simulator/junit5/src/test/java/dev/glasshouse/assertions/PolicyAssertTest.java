package dev.glasshouse.assertions;

import static dev.glasshouse.assertions.GlasshouseAssertions.assertThatPolicy;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PolicyAssertTest {

    private static final String READ = policy("s3:Get*", "arn:aws:s3:::b/*");

    private static String policy(String action, String resource) {
        return ("{'Version':'2012-10-17','Statement':{'Sid':'One','Effect':'Allow','Action':'" + action
                        + "','Resource':'" + resource + "'}}")
                .replace('\'', '"');
    }

    @Test
    void aNarrowerPolicyGrantsNothingNew() {
        assertThatPolicy(policy("s3:GetObject", "arn:aws:s3:::b/x/*")).grantsNothingNew(READ);
    }

    @Test
    void aWiderPolicyFailsWithARequestThatShowsIt() {
        assertThatThrownBy(() -> assertThatPolicy(policy("s3:PutObject", "arn:aws:s3:::b/*"))
                        .grantsNothingNew(READ))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("newly allowed by statement 0 (One): s3:PutObject")
                .hasMessageContaining("such as s3:PutObject on arn:aws:s3:::b/example");
    }

    @Test
    void whatAPolicyDoesNotGrantIsTold() {
        assertThatPolicy(READ).doesNotGrant("s3:Put*").doesNotGrant("s3:*", "arn:aws:s3:::other/*");
        assertThatThrownBy(() -> assertThatPolicy(READ).doesNotGrant("s3:GetObject"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("it allows s3:GetObject on arn:aws:s3:::b/");
    }

    @Test
    void whatIsNoPolicyIsRefused() {
        assertThatThrownBy(() -> assertThatPolicy("{}").grantsNothingNew(READ))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Not a policy");
    }
}
