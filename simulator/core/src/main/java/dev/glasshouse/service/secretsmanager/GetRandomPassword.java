package dev.glasshouse.service.secretsmanager;

import static dev.glasshouse.call.Operations.read;

import dev.glasshouse.api.secretsmanager.GetRandomPasswordRequest;
import dev.glasshouse.api.secretsmanager.GetRandomPasswordResponse;
import dev.glasshouse.call.AuthorizationPlan;
import dev.glasshouse.call.Call;
import dev.glasshouse.call.Operation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes passwords, from the sandbox's own randomness. */
final class GetRandomPassword {

    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String NUMBERS = "0123456789";
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final int USUAL_LENGTH = 32;

    private GetRandomPassword() {}

    static Operation<?, ?> operation() {
        return read(
                "GetRandomPassword",
                (GetRandomPasswordRequest in, Call call) ->
                        AuthorizationPlan.of(SecretPlans.account(call, "GetRandomPassword")),
                GetRandomPassword::get);
    }

    private static GetRandomPasswordResponse get(GetRandomPasswordRequest in, Call call) {
        int length = in.passwordLength() == null ? USUAL_LENGTH : Math.toIntExact(in.passwordLength());
        List<String> types = types(in);
        if (types.isEmpty()) {
            throw SecretsErrors.invalidParameter("There are no characters to make a password of.");
        }
        boolean each = !Boolean.FALSE.equals(in.requireEachIncludedType());
        if (each && length < types.size()) {
            throw SecretsErrors.invalidParameter(
                    "Password length " + length + " is too short based on the required types.");
        }
        Draw draw = new Draw(call.sandbox().callIds().bytes("password", "", 4 * (3 * length + 8)));
        List<Character> password = new ArrayList<>(length);
        if (each) {
            types.forEach(type -> password.add(draw.of(type)));
        }
        String all = String.join("", types);
        while (password.size() < length) {
            password.add(draw.of(all));
        }
        for (int i = password.size() - 1; i > 0; i--) {
            int other = draw.below(i + 1);
            Character moved = password.set(i, password.get(other));
            password.set(other, moved);
        }
        StringBuilder text = new StringBuilder(length);
        password.forEach(text::append);
        return GetRandomPasswordResponse.builder()
                .randomPassword(text.toString())
                .build();
    }

    /** The characters of each type that may be there; types of which nothing is left do not count. */
    private static List<String> types(GetRandomPasswordRequest in) {
        List<String> types = new ArrayList<>();
        add(types, LOWER, in.excludeLowercase(), in.excludeCharacters());
        add(types, UPPER, in.excludeUppercase(), in.excludeCharacters());
        add(types, NUMBERS, in.excludeNumbers(), in.excludeCharacters());
        add(types, PUNCTUATION, in.excludePunctuation(), in.excludeCharacters());
        add(types, " ", !Boolean.TRUE.equals(in.includeSpace()), in.excludeCharacters());
        return types;
    }

    private static void add(
            List<String> types, String type, @Nullable Boolean excluded, @Nullable String excludedCharacters) {
        if (Boolean.TRUE.equals(excluded)) {
            return;
        }
        StringBuilder left = new StringBuilder();
        for (int i = 0; i < type.length(); i++) {
            char c = type.charAt(i);
            if (excludedCharacters == null || excludedCharacters.indexOf(c) < 0) {
                left.append(c);
            }
        }
        if (!left.isEmpty()) {
            types.add(left.toString());
        }
    }

    /** Draws numbers from random bytes, four at a time. */
    private static final class Draw {
        private final byte[] bytes;
        private int at;

        Draw(byte[] bytes) {
            this.bytes = bytes;
        }

        int below(int bound) {
            long value = 0;
            for (int i = 0; i < 4; i++) {
                value = value << 8 | bytes[at++] & 0xff;
            }
            return (int) (value % bound);
        }

        char of(String characters) {
            return characters.charAt(below(characters.length()));
        }
    }
}
