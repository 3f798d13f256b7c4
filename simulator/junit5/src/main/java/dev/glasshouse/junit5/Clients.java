package dev.glasshouse.junit5;

import dev.glasshouse.Control;
import dev.glasshouse.Credentials;
import dev.glasshouse.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes clients of the AWS SDK for principals of a sandbox, such as for those that the test itself creates. They end with the test. */
public final class Clients implements AutoCloseable {

    private static final String REGION = "us-east-1";

    private final Sandbox sandbox;
    private final List<Runnable> endings = new ArrayList<>();

    Clients(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * A client in us-east-1.
     *
     * @param type the client's interface, such as {@code S3Client.class} or {@code KmsAsyncClient.class}
     * @param principal who calls, see {@link As#value}
     */
    public <C> C as(String principal, Class<C> type) {
        return as(principal, type, REGION);
    }

    /** A client in a Region. */
    public <C> C as(String principal, Class<C> type, String region) {
        return with(principal.equals("anonymous") ? null : credentials(principal), type, region);
    }

    /**
     * A client with credentials, such as those that {@code AssumeRole} gave, or without any.
     *
     * @throws IllegalArgumentException if it is no client of the AWS SDK for Java v2
     */
    public synchronized <C> C with(@Nullable Credentials credentials, Class<C> type, String region) {
        ClientPool.Lent<C> lent = ClientPool.SHARED.lend(type, region, sandbox, credentials);
        endings.add(lent::giveBack);
        return lent.client();
    }

    /** Keys of a principal, see {@link As#value}; each call for a role opens a session. */
    public Credentials credentials(String principal) {
        Control control = Control.of(sandbox);
        return control.credentials(control.principalArn(principal));
    }

    @Override
    public synchronized void close() {
        endings.forEach(Runnable::run);
        endings.clear();
    }
}
