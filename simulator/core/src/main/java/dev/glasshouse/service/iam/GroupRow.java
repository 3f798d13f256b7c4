package dev.glasshouse.service.iam;

import java.time.Instant;

/**
 * A group of users.
 *
 * @param name its name as it was written
 * @param path with slashes at both ends
 * @param id {@code AGPA...}
 * @param created when it was made
 * @param holdings its policies; it has no boundary
 */
record GroupRow(String name, String path, String id, Instant created, Holdings holdings) {

    String arn(String account) {
        return "arn:aws:iam::" + account + ":group" + path + name;
    }

    GroupRow named(String newName, String newPath) {
        return new GroupRow(newName, newPath, id, created, holdings);
    }

    GroupRow withHoldings(Holdings other) {
        return new GroupRow(name, path, id, created, other);
    }
}
