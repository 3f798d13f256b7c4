package dev.glasshouse.service.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A user's login profile.
 *
 * @param created when it was made
 * @param password the present password
 * @param earlier passwords before it, the latest first, at most 24
 * @param resetRequired whether the user must set a new one at the next sign-in
 */
record LoginRow(Instant created, PasswordHash password, List<PasswordHash> earlier, boolean resetRequired) {

    private static final int MOST_EARLIER = 24;

    LoginRow {
        earlier = List.copyOf(earlier);
    }

    LoginRow withPassword(PasswordHash next, boolean reset) {
        List<PasswordHash> before = new ArrayList<>(earlier);
        before.add(0, password);
        return new LoginRow(created, next, before.subList(0, Math.min(before.size(), MOST_EARLIER)), reset);
    }

    LoginRow withReset(boolean reset) {
        return new LoginRow(created, password, earlier, reset);
    }
}
