package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.call.Rotator;
import dev.glasshouse.call.Rotator.Step;
import dev.glasshouse.call.ServiceEvents;
import dev.glasshouse.call.ServiceException;
import dev.glasshouse.call.WriteCall;
import dev.glasshouse.sandbox.Timer;
import dev.glasshouse.sandbox.Transaction;
import dev.glasshouse.service.secretsmanager.SecretRow.Rotation;
import dev.glasshouse.service.secretsmanager.SecretRow.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs rotations: each step falls due by itself after the one before, so that a rotation is under way while other calls are
 * made, and what a step did stays even if a later one fails. A rotation that failed is tried again a few times.
 */
final class Rotations {

    static final String STEP = "secretsmanager.rotation-step";

    private static final int MOST_ATTEMPTS = 5;
    private static final Duration PAUSE = Duration.ofMinutes(15);

    private final List<Rotator> rotators;
    private final ServiceEvents events;

    Rotations(List<Rotator> rotators, ServiceEvents events) {
        this.rotators = List.copyOf(rotators);
        this.events = events;
    }

    /** The rotator of a secret that is set up so; empty where nobody may be asked. */
    Optional<Rotator> rotator(Rotator.Setup setup) {
        return rotators.stream().filter(rotator -> rotator.takes(setup)).findFirst();
    }

    static Rotator.Setup setup(String arn, @Nullable String type, Rotation rotation) {
        Map<String, String> metadata = new LinkedHashMap<>();
        rotation.metadata().forEach(item -> metadata.put(item.key(), item.value()));
        return new Rotator.Setup(arn, type, rotation.lambdaArn(), rotation.roleArn(), metadata);
    }

    /**
     * What a step's timer stands for.
     *
     * @param trial whether only the set-up is tried: the test alone, whose version goes away again
     */
    private record Subject(String secret, String token, Step step, boolean trial) {
        String text() {
            return String.join("\n", secret, token, step.name(), Boolean.toString(trial));
        }

        static Subject of(String text) {
            String[] parts = text.split("\n", 4);
            return new Subject(parts[0], parts[1], Step.valueOf(parts[2]), Boolean.parseBoolean(parts[3]));
        }
    }

    /** The version that a rotation in progress makes; empty where none is. */
    static Optional<Version> pending(SecretRow row) {
        return row.staged(Stages.PENDING).filter(version -> !version.has(Stages.CURRENT));
    }

    /** Begins a rotation: its version is there at once, its first step falls due now. */
    SecretRow begin(WriteCall call, Secrets.Named secret, SecretRow row, String token, boolean trial) {
        SecretRow begun = row;
        if (row.version(token).isEmpty()) {
            List<Version> versions = new ArrayList<>(row.versions());
            versions.add(new Version(
                    token, call.now(), null, List.of(), row.details().kmsKeyId(), null));
            begun = row.withVersions(Stages.attach(versions, token, List.of(Stages.PENDING)));
        }
        Subject first = new Subject(row.name(), token, trial ? Step.TEST_SECRET : Step.CREATE_SECRET, trial);
        due(call.tx(), secret, first, Duration.ZERO);
        tell(call, secret, trial ? "TestRotationStarted" : "RotationStarted", null);
        return begun;
    }

    private static void due(Transaction tx, Secrets.Named secret, Subject subject, Duration in) {
        tx.schedule(new Timer(tx.now().plus(in), STEP, secret.account(), secret.region(), subject.text()));
    }

    /** A window has opened. */
    void rotate(WriteCall call, Timer timer) {
        Secrets.Named secret = named(call, timer, timer.subject());
        SecretRow row = secret.row();
        Rotation rotation = row == null ? null : row.rotation();
        boolean wanted = row != null
                && rotation != null
                && rotation.enabled()
                && timer.due().equals(rotation.next())
                && !row.deleted()
                && !Replicas.isReplica(secret, row);
        if (row == null || rotation == null || !wanted) {
            return;
        }
        String token = pending(row).map(Version::id).orElseGet(() -> call.ids().uuid("rotation", row.name()));
        Rotation next = RotationClock.set(call, secret, rotation.withAttempts(0), call.now());
        Replicas.save(call, secret, begin(call, secret, row.withRotation(next), token, false));
    }

    /** A step is due. */
    void step(WriteCall call, Timer timer) {
        Subject subject = Subject.of(timer.subject());
        Secrets.Named secret = named(call, timer, subject.secret());
        SecretRow row = secret.row();
        Rotation rotation = row == null ? null : row.rotation();
        boolean wanted = row != null && rotation != null && rotation.enabled() && !row.deleted();
        if (row == null
                || rotation == null
                || !wanted
                || row.version(subject.token()).isEmpty()) {
            return;
        }
        Rotator.Setup setup = setup(secret.arn(), row.details().type(), rotation);
        try {
            Rotator rotator = rotator(setup).orElseThrow(SecretsErrors::lambdaNotInvocable);
            rotator.run(new Rotator.Task(setup, subject.step(), subject.token()), call);
        } catch (ServiceException e) {
            failed(call, secret, subject, e.getMessage());
            return;
        }
        if (subject.trial()) {
            withdraw(call, named(call, timer, subject.secret()), subject.token());
            tell(call, secret, "TestRotationSucceeded", null);
        } else if (subject.step() == Step.FINISH_SECRET) {
            finished(call, named(call, timer, subject.secret()), subject);
        } else {
            Step next = Step.values()[subject.step().ordinal() + 1];
            due(call.tx(), secret, new Subject(subject.secret(), subject.token(), next, false), Duration.ZERO);
        }
    }

    private void finished(WriteCall call, Secrets.Named secret, Subject subject) {
        SecretRow row = secret.found();
        boolean current = row.version(subject.token())
                .filter(version -> version.has(Stages.CURRENT))
                .isPresent();
        if (!current || row.rotation() == null) {
            failed(call, secret, subject, "The rotation didn't move the staging label AWSCURRENT to the new version.");
            return;
        }
        Rotation next = RotationClock.set(call, secret, row.rotation().withAttempts(0), call.now());
        Replicas.save(call, secret, row.rotated(call.now()).withRotation(next));
        tell(call, secret, "RotationSucceeded", null);
    }

    private void failed(WriteCall call, Secrets.Named before, Subject subject, @Nullable String why) {
        Secrets.Named secret = Secrets.named(call, before.arn(), before.region());
        SecretRow row = secret.found();
        Rotation rotation = row.rotation();
        tell(call, secret, subject.trial() ? "TestRotationFailed" : "RotationFailed", why);
        if (subject.trial()) {
            withdraw(call, secret, subject.token());
            return;
        }
        if (rotation != null) {
            int attempts = rotation.attempts() + 1;
            Secrets.put(call, secret, row.withRotation(rotation.withAttempts(attempts)));
            if (attempts < MOST_ATTEMPTS) {
                due(
                        call.tx(),
                        secret,
                        new Subject(subject.secret(), subject.token(), Step.CREATE_SECRET, false),
                        PAUSE);
            }
        }
    }

    private static void withdraw(WriteCall call, Secrets.Named secret, String token) {
        SecretRow row = secret.found();
        List<Version> kept = row.versions().stream()
                .filter(version -> !version.id().equals(token))
                .toList();
        Secrets.put(call, secret, row.withVersions(kept));
    }

    private static Secrets.Named named(WriteCall call, Timer timer, String name) {
        SecretRow row =
                Secrets.get(call.state(), timer.account(), timer.region(), name).orElse(null);
        String arn = row == null ? name : Secrets.arn(timer.account(), timer.region(), row);
        return new Secrets.Named(timer.account(), timer.region(), name, arn, row);
    }

    private void tell(WriteCall call, Secrets.Named secret, String what, @Nullable String error) {
        events.record(
                call.sandbox(),
                call.now(),
                new ServiceEvents.Happening(
                        SecretVault.PRINCIPAL,
                        what,
                        secret.account(),
                        secret.region(),
                        Map.of("SecretId", secret.arn()),
                        error));
    }
}
