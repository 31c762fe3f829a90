package io.deviceregistry.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

import io.deviceregistry.identity.Prn;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

class DeviceQueryTest {

    private static final Set<String> NAMES = Set.of("$and", "$or", "$ne", "$gt", "$gte", "$lt", "$lte", DeviceDocument.ID,
            DeviceDocument.OWNER, DeviceDocument.OWNER_NICK, DeviceDocument.NICK, DeviceDocument.NICK_SORT,
            DeviceDocument.NICK_KEY,
            DeviceDocument.PUBLIC, DeviceDocument.GARBAGE, DeviceDocument.TIME_CREATED);
    private static final List<String> PIECES = List.of("$ne", "$where", "$", "{", "}", ":", "\"", "^", "!", ".*", "[", "]", "a",
            "true", "false", "0123456789abcdef", "prn:::devices:/", "prn:::accounts:/", "\\", "/", "\n", "%", "+", " ", "é",
            "");
    private static final DeviceSort SORT = DeviceSort.parse(null);

    @Test
    void noValueBecomesAnOperator() {
        Random random = new Random(943);
        int taken = 0;
        for (int i = 0; i < 50_000; i++) {
            String[] values = new String[DeviceFilters.Field.values().length];
            values[random.nextInt(values.length)] = value(random);
            values[random.nextInt(values.length)] = value(random);
            try {
                check(filter(DeviceFilters.parse(values), List.of(Instant.EPOCH.toString(), "0123456789abcdef01234567")));
                taken++;
            } catch (ProblemException e) {
                assertEquals(ProblemType.BAD_REQUEST, e.type());
            }
        }
        assertTrue(taken > 500, "too few examples: " + taken);
    }

    @Test
    void whatCouldNotBeAValueIsRefused() {
        for (String value : List.of("", "!", "{\"$ne\":1}", "$ne", "a.*", "a b", "a\n", "^a|b", "!!a", "^^a", "é")) {
            String[] values = new String[DeviceFilters.Field.values().length];
            values[DeviceFilters.Field.NICK.ordinal()] = value;
            assertThrows(ProblemException.class, () -> DeviceFilters.parse(values), value);
        }
    }

    @Test
    void theOwnerAndTheGarbageAreAlwaysOutside() {
        Document filter = filter(parse(DeviceFilters.Field.NICK, "!a"), null);
        assertEquals(Prn.ofAccount("1").value(), filter.get(DeviceDocument.OWNER));
        assertEquals(false, filter.get(DeviceDocument.GARBAGE));
        assertEquals(List.of(DeviceDocument.OWNER, DeviceDocument.GARBAGE, "$and"), List.copyOf(filter.keySet()));
    }

    @Test
    void aPrefixOfAnIdIsARangeOfIds() {
        Document filter = filter(parse(DeviceFilters.Field.ID, "^AB"), null);
        assertEquals(new Document(DeviceDocument.ID, new Document("$gte", new ObjectId("ab" + "0".repeat(22)))
                .append("$lte", new ObjectId("ab" + "f".repeat(22)))).toString(),
                filter.getList("$and", Document.class).get(1).toString());
    }

    private static DeviceFilters parse(DeviceFilters.Field field, String value) {
        String[] values = new String[DeviceFilters.Field.values().length];
        values[field.ordinal()] = value;
        return DeviceFilters.parse(values);
    }

    private static Document filter(DeviceFilters filters, List<String> after) {
        return new DeviceQuery(Optional.of(Prn.ofAccount("1")), false, Optional.empty(), true, filters.conditions(), SORT,
                Optional.ofNullable(after), 10)
                .filter();
    }

    private static void check(Object node) {
        if (node instanceof Map<?, ?> document) {
            document.forEach((name, value) -> {
                assertTrue(NAMES.contains(name), () -> "unexpected name " + name);
                check(value);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(DeviceQueryTest::check);
        } else {
            assertTrue(node instanceof String || node instanceof Boolean || node instanceof ObjectId || node instanceof Instant,
                    () -> "unexpected value " + node);
        }
    }

    private static String value(Random random) {
        return random.ints(1 + random.nextInt(3), 0, PIECES.size()).mapToObj(PIECES::get).collect(Collectors.joining());
    }
}
