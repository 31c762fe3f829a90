package io.deviceregistry.device;

import java.util.Set;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import io.deviceregistry.account.Prn;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Violation;
import io.deviceregistry.secret.Randomness;
import io.deviceregistry.secret.Words;

/** The rule for nicks, and nicks for devices that bring none. */
@Singleton
class Nicks {

    /** How the nick of a device begins that registered itself without one. */
    static final String UNREGISTERED = "__unregistered__";
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_+%-]{1,128}");
    private static final int MAX_LENGTH = 128;
    private static final int SUFFIX_LENGTH = 8;
    /** What stands in a path where a nick could stand, or is to be. */
    private static final Set<String> ROUTES = Set.of("tokens", "auth_status", "np", "register", "import", "export", "events",
            "actions", "hooks", "schemas");

    private final Words words;
    private final Randomness randomness;

    Nicks(Words words, Randomness randomness) {
        this.words = words;
        this.randomness = randomness;
    }

    static boolean isNick(String text) {
        return RULE.matcher(text).matches();
    }

    /** @throws ProblemException bad-nick */
    static void check(String nick) {
        if (!isNick(nick)) {
            throw bad("must be 1 to 128 of A-Z, a-z, 0-9, _, +, % and -");
        }
        if (Prn.isId(nick.toLowerCase(java.util.Locale.ROOT))) {
            throw bad("may not look like an id");
        }
        if (ROUTES.contains(nick)) {
            throw bad("is a word of the service's own paths");
        }
    }

    private static ProblemException bad(String why) {
        return new ProblemException(ProblemType.BAD_NICK, "nick: " + why, java.util.List.of(new Violation("nick", why)));
    }

    String unregistered() {
        return UNREGISTERED + words.friendlyNick();
    }

    String friendly() {
        return words.friendlyNick();
    }

    /** The same with a random suffix, for an owner who has that nick already. */
    String withSuffix(String nick) {
        String base = nick.substring(0, Math.min(nick.length(), MAX_LENGTH - SUFFIX_LENGTH));
        return base + "_" + String.format("%06d", randomness.below(1_000_000));
    }
}
