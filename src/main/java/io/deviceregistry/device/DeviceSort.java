package io.deviceregistry.device;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.deviceregistry.problem.ProblemException;

/** The order of a listing; the id breaks ties, so that every device has one place in it. */
public record DeviceSort(Key key, boolean descending) {

    /** What a listing can be sorted by. */
    public enum Key {

        NICK("nick", DeviceDocument.NICK_SORT, device -> DeviceDocument.nickSort(device.nick()), text -> text),
        TIME_CREATED(
                "time-created", DeviceDocument.TIME_CREATED, device -> device.timeCreated().toString(),
                Instant::parse),
        TIME_MODIFIED("time-modified", DeviceDocument.TIME_MODIFIED,
                device -> device.timeModified().toString(),
                Instant::parse);

        private final String member;
        private final String field;
        private final Function<Device, String> position;
        private final Function<String, Object> value;

        Key(String member, String field, Function<Device, String> position, Function<String, Object> value) {
            this.member = member;
            this.field = field;
            this.position = position;
            this.value = value;
        }

        String field() {
            return field;
        }

        /** Where a device stands in the order, as text for a cursor. */
        public String position(Device device) {
            return position.apply(device);
        }

        /** What {@link #position} gave, as the database compares it. */
        Object value(String position) {
            return value.apply(position);
        }
    }

    private static final Map<String, Key> KEYS = Arrays.stream(Key.values())
            .collect(Collectors.toMap(key -> key.member, key -> key));

    /** @throws ProblemException bad-request, which lists what can be sorted by */
    public static DeviceSort parse(String sort) {
        if (sort == null) {
            return new DeviceSort(Key.TIME_CREATED, false);
        }
        boolean descending = sort.startsWith("-");
        Key key = KEYS.get(descending ? sort.substring(1) : sort);
        if (key == null) {
            throw ProblemException.badRequest("sort", "must be nick, time-created or time-modified, with - before it to"
                    + " turn the order around");
        }
        return new DeviceSort(key, descending);
    }
}
