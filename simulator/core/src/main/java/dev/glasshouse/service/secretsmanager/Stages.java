package dev.glasshouse.service.secretsmanager;

import dev.glasshouse.service.secretsmanager.SecretRow.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How staging labels move between versions. Each label is on one version at most; where {@code AWSCURRENT} moves,
 * {@code AWSPREVIOUS} follows to the version that it left, and that version is pending no longer. See
 * <a href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version">Secret
 * versions</a>.
 */
final class Stages {

    static final String CURRENT = "AWSCURRENT";
    static final String PREVIOUS = "AWSPREVIOUS";
    static final String PENDING = "AWSPENDING";

    private static final int MOST_LABELS = 20;
    private static final int MOST_VERSIONS = 100;

    private Stages() {}

    /** The versions when labels have moved to one of them. */
    static List<Version> attach(List<Version> versions, String target, Collection<String> labels) {
        boolean promoted = labels.contains(CURRENT);
        List<Version> moved = new ArrayList<>();
        boolean demoted = promoted
                && versions.stream()
                        .anyMatch(
                                version -> version.has(CURRENT) && !version.id().equals(target));
        for (Version version : versions) {
            List<String> stages = new ArrayList<>(version.stages());
            if (version.id().equals(target)) {
                stages.addAll(labels);
                if (demoted && !labels.contains(PREVIOUS)) {
                    stages.remove(PREVIOUS);
                }
            } else {
                boolean left = demoted && version.has(CURRENT);
                stages.removeAll(labels);
                if (demoted) {
                    stages.remove(PREVIOUS);
                }
                if (left) {
                    stages.remove(PENDING);
                    stages.add(PREVIOUS);
                }
            }
            moved.add(version.withStages(stages));
        }
        if (moved.stream().mapToInt(version -> version.stages().size()).sum() > MOST_LABELS) {
            throw SecretsErrors.limit("The request failed because it would exceed the limit of " + MOST_LABELS
                    + " staging labels attached across all versions of a secret.");
        }
        return moved;
    }

    /** The versions when one of them has lost a label. */
    static List<Version> detach(List<Version> versions, String from, String label) {
        return versions.stream()
                .map(version -> version.id().equals(from)
                        ? version.withStages(version.stages().stream()
                                .filter(stage -> !stage.equals(label))
                                .toList())
                        : version)
                .toList();
    }

    /** The versions that are kept: of more than a hundred, those without labels that are older than a day go. */
    static List<Version> kept(List<Version> versions, Instant now) {
        List<Version> kept = new ArrayList<>(versions);
        Instant yesterday = now.minus(Duration.ofDays(1));
        for (Version version : versions) {
            if (kept.size() <= MOST_VERSIONS) {
                break;
            }
            if (version.stages().isEmpty() && version.created().isBefore(yesterday)) {
                kept.remove(version);
            }
        }
        if (kept.size() > MOST_VERSIONS) {
            throw SecretsErrors.limit("The request failed because it would exceed the limit of " + MOST_VERSIONS
                    + " versions of a secret.");
        }
        return kept;
    }
}
