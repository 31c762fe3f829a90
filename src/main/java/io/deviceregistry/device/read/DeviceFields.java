package io.deviceregistry.device.read;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import io.deviceregistry.problem.ProblemException;

/** Selects the members that the query parameter {@code fields} names. */
@Singleton
class DeviceFields {

    private static final Set<String> MEMBERS = new LinkedHashSet<>(List.of("id", "prn", "owner", "nick",
            "owner-nick", "public", "labels", "user-meta", "device-meta", "garbage", "time-created", "time-modified",
            "revision", "challenge"));

    /**
     * @param wanted separated by commas, {@code null} for all
     * @return a value that is serialized as a JSON object
     * @throws ProblemException bad-request, which lists the members
     */
    Object select(DeviceView view, String wanted) {
        return wanted == null ? view : new SelectedMembers(view, Set.copyOf(parse(wanted)));
    }

    /** @throws ProblemException bad-request, which lists the members */
    void check(String wanted) {
        if (wanted != null) {
            parse(wanted);
        }
    }

    private static List<String> parse(String wanted) {
        List<String> names = Arrays.asList(wanted.split(",", -1));
        if (!MEMBERS.containsAll(names)) {
            throw ProblemException.badRequest("fields", "may name only " + String.join(", ", MEMBERS));
        }
        return names;
    }
}
