package dev.glasshouse.server.cli;

/** Why a command cannot do what it was asked; the message alone is printed. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message, null, false, false);
    }
}
