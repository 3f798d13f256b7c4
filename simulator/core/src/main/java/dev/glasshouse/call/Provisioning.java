package dev.glasshouse.call;

import dev.glasshouse.api.iam.GetAccountAuthorizationDetailsResponse;
import dev.glasshouse.sandbox.Sandbox;
import dev.glasshouse.sandbox.StateReader;
import dev.glasshouse.sandbox.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The port for making accounts and giving out their first credentials, which no API of AWS does. IAM implements it. */
public interface Provisioning {

    /** The user that a new account gets beside root; it has {@code AdministratorAccess}. */
    String ADMINISTRATOR = "admin";

    /**
     * Makes an account with its root user and the user {@link #ADMINISTRATOR}; an account that exists stays as it is.
     *
     * @param account twelve digits
     */
    void createAccount(SetupPower power, Transaction tx, String account);

    /**
     * Makes an account as Organizations does: with a root user without keys and a role that the management account's
     * principals may assume and that may do everything, and Organizations' service-linked role.
     *
     * @param account twelve digits; no account has them
     * @param role the name of the role
     * @param management the id of the management account
     */
    void createMember(Transaction tx, String account, String role, String management);

    /** Whether an account has the role that is linked to a service, such as {@code organizations.amazonaws.com}. */
    boolean hasLinkedRole(StateReader state, String account, String service);

    /**
     * Takes over the identities of a real account as they stand there, ids included; those of the same name are replaced. The
     * account is made where it is not there.
     *
     * @return what is odd about them, such as a document that cannot be read and so allows nothing
     */
    List<String> takeIdentities(
            SetupPower power, Transaction tx, String account, GetAccountAuthorizationDetailsResponse details);

    /** The accounts of the sandbox. */
    SortedSet<String> accounts(StateReader state);

    /** Whether there is an account. */
    boolean hasAccount(StateReader state, String account);

    /**
     * The handle of the first active long-term access key that a principal has; empty where it has none.
     *
     * @param user a user's name, or null for root
     */
    Optional<Long> activeKey(StateReader state, String account, @Nullable String user);

    /**
     * The handle of a long-term access key: the first active one that the principal has, else a new one.
     *
     * @param user a user's name, or null for root
     * @throws IllegalArgumentException if there is no such account or user, or it has two keys and none is active
     */
    long accessKey(SetupPower power, Transaction tx, String account, @Nullable String user);

    /**
     * The code that an MFA device of an account shows now; a hardware token need not be enabled for it. Empty where the
     * account has no such device.
     *
     * @param serial the device's ARN, or the number on a hardware token
     */
    Optional<String> mfaCode(SetupPower power, Sandbox sandbox, String account, String serial);
}
