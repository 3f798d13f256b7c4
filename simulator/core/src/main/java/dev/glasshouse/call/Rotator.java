package dev.glasshouse.call;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rotates what a secret stands for, in the four steps of Secrets Manager. AWS Lambda fills it with customers' functions,
 * simulated databases with their own. See
 * <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html">Lambda rotation
 * functions</a>.
 */
public interface Rotator {

    /** The steps in order. */
    enum Step {
        /** A new value is made and stored as the version labelled {@code AWSPENDING}. */
        CREATE_SECRET("createSecret"),
        /** What the secret is for takes the new value. */
        SET_SECRET("setSecret"),
        /** The new value is tried. */
        TEST_SECRET("testSecret"),
        /** {@code AWSCURRENT} moves to the new version; the old value stops working. */
        FINISH_SECRET("finishSecret");

        private final String wireName;

        Step(String wireName) {
            this.wireName = wireName;
        }

        /** The step's name in a function's event. */
        public String wireName() {
            return wireName;
        }
    }

    /**
     * How the rotation of a secret is set up.
     *
     * @param secretArn the secret
     * @param type the kind of managed external secret, or null
     * @param lambdaArn the function, or null
     * @param roleArn the role to rotate in, or null
     * @param metadata what else was set up
     */
    record Setup(
            String secretArn,
            @Nullable String type,
            @Nullable String lambdaArn,
            @Nullable String roleArn,
            Map<String, String> metadata) {
        public Setup {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * One step of a rotation.
     *
     * @param token the id of the new version
     */
    record Task(Setup setup, Step step, String token) {}

    /** Whether this rotator rotates secrets that are set up so, and Secrets Manager may ask it to. */
    boolean takes(Setup setup);

    /**
     * Does a step. A step that is repeated after a failure must find what it did before.
     *
     * @param call a call of Secrets Manager itself
     * @throws ServiceException if the step fails; the rotation fails with it
     */
    void run(Task task, WriteCall call);
}
