package io.deviceregistry.device;

import java.util.Locale;
import java.util.Set;

import jakarta.inject.Singleton;

import io.deviceregistry.identity.NickRule;
import io.deviceregistry.identity.Prn;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.secret.RandomWords;
import io.deviceregistry.secret.Randomness;

/** Checks the nicks of devices, and generates nicks for devices that have none. */
@Singleton
public class Nicks {

    /** The prefix of the nick of a device that registered itself without a nick. */
    public static final String UNREGISTERED = "__unregistered__";
    private static final int SUFFIX_LENGTH = 8;
    /** Reserved nicks: path segments of routes, in the position of a nick. */
    private static final Set<String> ROUTES = Set.of("tokens", "auth_status", "np", "register", "import", "export", "events",
            "actions", "hooks", "schemas", "transfers");

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
            throw NickRule.broken("must not look like an id");
        }
        if (ROUTES.contains(nick)) {
            throw NickRule.broken("is reserved, because the paths of the service use it");
        }
    }

    public String unregistered() {
        return UNREGISTERED + words.friendlyNick();
    }

    public String friendly() {
        return words.friendlyNick();
    }

    /** The nick with a random suffix, for an owner who already has a device with that nick. */
    String withSuffix(String nick) {
        String base = nick.substring(0, Math.min(nick.length(), NickRule.MAX_LENGTH - SUFFIX_LENGTH));
        return base + "_" + String.format("%06d", randomness.below(1_000_000));
    }
}
