package io.deviceregistry.device;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.deviceregistry.problem.ProblemException;

/** The order of a listing. The id breaks ties, so that the order is total. */
public record DeviceSort(Key key, boolean descending) {

    /** The sort keys. */
    public enum Key {

        NICK("nick", DeviceDocument.NICK_SORT, device -> DeviceDocument.nickSort(device.nick()), text -> text),
        TIME_CREATED(
                "time-created", DeviceDocument.TIME_CREATED, device -> device.times().created().toString(),
                Instant::parse),
        TIME_MODIFIED("time-modified", DeviceDocument.TIME_MODIFIED,
                device -> device.times().modified().toString(),
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

        /** The position of a device in the order, as text for a cursor. */
        public String position(Device device) {
            return position.apply(device);
        }

        /** The value of a {@link #position}, as the database compares it. */
        Object value(String position) {
            return value.apply(position);
        }
    }

    private static final Map<String, Key> KEYS = Arrays.stream(Key.values())
            .collect(Collectors.toMap(key -> key.member, key -> key));

    /** @throws ProblemException bad-request, which lists the sort keys */
    public static DeviceSort parse(String sort) {
        if (sort == null) {
            return new DeviceSort(Key.TIME_CREATED, false);
        }
        boolean descending = sort.startsWith("-");
        Key key = KEYS.get(descending ? sort.substring(1) : sort);
        if (key == null) {
            throw ProblemException.badRequest("sort", "must be nick, time-created or time-modified, with a leading -"
                    + " for descending order");
        }
        return new DeviceSort(key, descending);
    }
}
