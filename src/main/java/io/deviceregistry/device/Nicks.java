package io.deviceregistry.device;

import java.util.Locale;
import java.util.Set;

import jakarta.inject.Singleton;

import io.deviceregistry.identity.NickRule;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.secret.RandomWords;
import io.deviceregistry.secret.Randomness;

/** Which nicks devices may have, and nicks for those that bring none. */
@Singleton
public class Nicks {

    /** How the nick of a device begins that registered itself without one. */
    public static final String UNREGISTERED = "__unregistered__";
    private static final int SUFFIX_LENGTH = 8;
    /** What stands in a path where a nick could stand, or is to be. */
    private static final Set<String> ROUTES = Set.of("tokens", "auth_status", "np", "register", "import", "export", "events",
            "actions", "hooks", "schemas");

    private final RandomWords words;
    private final Randomness randomness;

    Nicks(RandomWords words, Randomness randomness) {
        this.words = words;
        this.randomness = randomness;
    }

    /** @throws ProblemException bad-nick */
    public static void check(String nick) {
        NickRule.check(nick);
        if (Prn.isId(nick.toLowerCase(Locale.ROOT))) {
            throw NickRule.broken("may not look like an id");
        }
        if (ROUTES.contains(nick)) {
            throw NickRule.broken("is a word of the service's own paths");
        }
    }

    public String unregistered() {
        return UNREGISTERED + words.friendlyNick();
    }

    public String friendly() {
        return words.friendlyNick();
    }

    /** The same with a random suffix, for an owner who has that nick already. */
    String withSuffix(String nick) {
        String base = nick.substring(0, Math.min(nick.length(), NickRule.MAX_LENGTH - SUFFIX_LENGTH));
        return base + "_" + String.format("%06d", randomness.below(1_000_000));
    }
}
