package dev.glasshouse.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.TestCloud;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Encoded authorization failure messages. */
class AuthorizationMessagesTest {

    private static final String JSON = "{\"allowed\":false,\"action\":\"ec2:RunInstances\"}";

    private final TestCloud cloud = new TestCloud();

    @AfterEach
    void close() {
        cloud.close();
    }

    private String sealed() {
        return AuthorizationMessages.seal(cloud.sandbox(), TestCloud.ACCOUNT, JSON);
    }

    @Test
    void a13_a_sealed_message_opens_in_its_account() {
        assertThat(AuthorizationMessages.open(cloud.sandbox(), TestCloud.ACCOUNT, sealed()))
                .contains(JSON);
    }

    @Test
    void it_opens_in_no_other_account_and_no_other_sandbox() {
        assertThat(AuthorizationMessages.open(cloud.sandbox(), "999999999999", sealed()))
                .isEmpty();
        try (TestCloud other = new TestCloud("other")) {
            assertThat(AuthorizationMessages.open(other.sandbox(), TestCloud.ACCOUNT, sealed()))
                    .isEmpty();
        }
    }

    @Test
    void no_character_of_it_can_be_changed() {
        String sealed = sealed();
        for (int i = 0; i < sealed.length() - 1; i++) {
            String changed = sealed.substring(0, i) + (sealed.charAt(i) == 'A' ? 'B' : 'A') + sealed.substring(i + 1);
            assertThat(AuthorizationMessages.open(cloud.sandbox(), TestCloud.ACCOUNT, changed))
                    .isEmpty();
        }
    }

    @Test
    void what_was_never_sealed_does_not_open() {
        for (String text : new String[] {"", "A", "%%%", "A".repeat(400), sealed() + "\n"}) {
            assertThat(AuthorizationMessages.open(cloud.sandbox(), TestCloud.ACCOUNT, text))
                    .isEmpty();
        }
    }
}
