package dev.glasshouse.service.organizations;

import dev.glasshouse.call.ServiceException;

/** The errors of Organizations; all are 400. */
final class OrganizationsErrors {

    private OrganizationsErrors() {}

    private static ServiceException of(String code, String text) {
        return ServiceException.of(code, 400, text);
    }

    static ServiceException notInUse() {
        return of("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
    }

    static ServiceException alreadyIn() {
        return of("AlreadyInOrganizationException", "The provided account is already a member of an organization.");
    }

    static ServiceException denied() {
        return of("AccessDeniedException", "You don't have permissions to access this resource.");
    }

    static ServiceException dependency() {
        return of(
                        "AccessDeniedForDependencyException",
                        "The request failed because your credentials do not have permission to create the service-linked"
                                + " role required by AWS Organizations.")
                .with("Reason", "ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE");
    }

    static ServiceException notEmpty() {
        return of(
                "OrganizationNotEmptyException",
                "To delete an organization you must first remove all member accounts (except the master).");
    }

    static ServiceException noAccount() {
        return of("AccountNotFoundException", "You specified an account that doesn't exist.");
    }

    static ServiceException closed() {
        return of("AccountAlreadyClosedException", "The provided account is already closed.");
    }

    static ServiceException masterCannotLeave() {
        return of(
                "MasterCannotLeaveOrganizationException",
                "You can't remove a management account from an organization. If you want the management account to become"
                        + " a member account in another organization, you must first delete the current organization of"
                        + " the management account.");
    }

    static ServiceException noRoot() {
        return of("RootNotFoundException", "You specified a root that doesn't exist.");
    }

    static ServiceException noUnit() {
        return of("OrganizationalUnitNotFoundException", "You specified an organizational unit that doesn't exist.");
    }

    static ServiceException noParent() {
        return of("ParentNotFoundException", "You specified parent that doesn't exist.");
    }

    static ServiceException noChild() {
        return of("ChildNotFoundException", "You specified a child that doesn't exist.");
    }

    static ServiceException noSource() {
        return of("SourceParentNotFoundException", "You specified a source parent that doesn't exist.");
    }

    static ServiceException noDestination() {
        return of("DestinationParentNotFoundException", "You specified a destination parent that doesn't exist.");
    }

    static ServiceException duplicateAccount() {
        return of("DuplicateAccountException", "That account is already present in the specified destination.");
    }

    static ServiceException duplicateUnit() {
        return of("DuplicateOrganizationalUnitException", "An OU with the same name already exists.");
    }

    static ServiceException unitNotEmpty() {
        return of(
                "OrganizationalUnitNotEmptyException",
                "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs,"
                        + " and try the operation again.");
    }

    static ServiceException noTarget() {
        return of("TargetNotFoundException", "You specified a target that doesn't exist.");
    }

    static ServiceException noPolicy() {
        return of("PolicyNotFoundException", "You specified a policy that doesn't exist.");
    }

    static ServiceException duplicatePolicy() {
        return of("DuplicatePolicyException", "A policy with the same name already exists.");
    }

    static ServiceException malformed(String text) {
        return of("MalformedPolicyDocumentException", text);
    }

    static ServiceException policyInUse() {
        return of(
                "PolicyInUseException",
                "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts"
                        + " before performing this operation.");
    }

    static ServiceException attached() {
        return of(
                "DuplicatePolicyAttachmentException",
                "The selected policy is already attached to the specified target.");
    }

    static ServiceException notAttached() {
        return of("PolicyNotAttachedException", "The policy isn't attached to the specified target.");
    }

    static ServiceException typeEnabled() {
        return of("PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.");
    }

    static ServiceException typeNotEnabled() {
        return of("PolicyTypeNotEnabledException", "This operation can be performed only for enabled policy types.");
    }

    static ServiceException typeNotAvailable() {
        return of(
                "PolicyTypeNotAvailableForOrganizationException",
                "You can't use the specified policy type with the feature set currently enabled for this organization.");
    }

    static ServiceException noStatus() {
        return of("CreateAccountStatusNotFoundException", "You specified a create account request that doesn't exist.");
    }

    static ServiceException registered() {
        return of(
                "AccountAlreadyRegisteredException",
                "The provided account is already a delegated administrator for your organization.");
    }

    static ServiceException notRegistered() {
        return of(
                "AccountNotRegisteredException",
                "The provided account is not a registered delegated administrator for your organization.");
    }

    static ServiceException noHandshake() {
        return of("HandshakeNotFoundException", "You specified a handshake that doesn't exist.");
    }

    static ServiceException handshakeState(String state) {
        return of("HandshakeAlreadyInStateException", "The specified handshake is already in the " + state + " state.");
    }

    static ServiceException handshakeTransition(String from, String to) {
        return of(
                "InvalidHandshakeTransitionException",
                "You can't perform the operation on the handshake in its current state: " + from + " to " + to + ".");
    }

    static ServiceException duplicateHandshake() {
        return of("DuplicateHandshakeException", "A handshake with the same action and target already exists.");
    }

    static ServiceException handshake(String reason, String text) {
        return of("HandshakeConstraintViolationException", text).with("Reason", reason);
    }

    static ServiceException noResourcePolicy() {
        return of(
                "ResourcePolicyNotFoundException",
                "We can't find a resource policy request with the parameter that you specified.");
    }

    static ServiceException noEffectivePolicy() {
        return of(
                "EffectivePolicyNotFoundException",
                "The EffectivePolicy for the specified policy type doesn't exist for the specified account.");
    }

    static ServiceException constraint(String reason, String text) {
        return of("ConstraintViolationException", text).with("Reason", reason);
    }

    static ServiceException invalid(String reason, String text) {
        return of("InvalidInputException", text).with("Reason", reason);
    }

    static ServiceException pattern() {
        return invalid("INVALID_PATTERN", "You provided a value that does not match the required pattern.");
    }

    static ServiceException unrecognizedService() {
        return invalid("UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal.");
    }
}
