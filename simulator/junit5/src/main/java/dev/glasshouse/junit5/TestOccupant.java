package dev.glasshouse.junit5;

import dev.glasshouse.sandbox.Sandbox;
import java.net.URI;

/** A test in its fork of a template. The fork is deleted when the test is over. */
final class TestOccupant extends Occupant {

    private final BuiltTemplate template;

    private TestOccupant(BuiltTemplate template, Sandbox sandbox) {
        super(sandbox);
        this.template = template;
    }

    static TestOccupant of(BuiltTemplate template, String uniqueId) {
        return new TestOccupant(template, template.fork(uniqueId));
    }

    BuiltTemplate template() {
        return template;
    }

    @Override
    URI endpoint() {
        try {
            return template.endpoints().of(sandbox());
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException(
                    "an @Endpoint needs dev.glasshouse:glasshouse-server among the test's dependencies", e);
        }
    }

    @Override
    public void close() {
        super.close();
        template.simulator().sandboxes().delete(sandbox().name());
    }
}
