package io.deviceregistry.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.deviceregistry.identity.NickRule;
import io.deviceregistry.problem.ProblemException;

/**
 * The filters of a listing. Values are compared, never interpreted: a text that cannot be a value of the field is rejected, so
 * that nothing that looks like an operator reaches the database.
 */
public record DeviceFilters(List<Condition> conditions) {

    /** How a field is compared. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        /** Regardless of case. */
        PREFIX
    }

    /** The fields that can be filtered, with the syntax of their values. */
    public enum Field {

        ID("id", "[0-9a-fA-F]{0,24}"),
        PRN("prn", "[A-Za-z0-9:/._-]{0,128}"),
        NICK("nick", NickRule.CHARACTER + "{0," + NickRule.MAX_LENGTH + "}"),
        OWNER("owner", "[A-Za-z0-9:/._-]{0,128}"),
        OWNER_NICK("owner-nick", "[A-Za-z0-9_-]{0,64}"),
        PUBLIC("public", "true|false");

        private final String parameter;
        private final Pattern values;

        Field(String parameter, String values) {
            this.parameter = parameter;
            this.values = Pattern.compile(values);
        }

        String parameter() {
            return parameter;
        }
    }

    public record Condition(Field field, Operator operator, String value) {

        public String text() {
            return field + " " + operator + " " + value;
        }

        /** Whether the value, which has no upper case letters, matches the condition. */
        public boolean holds(String actual) {
            return switch (operator) {
                case EQUAL -> actual.equals(value);
                case NOT_EQUAL -> !actual.equals(value);
                case PREFIX -> actual.startsWith(value.toLowerCase(Locale.ROOT));
            };
        }
    }

    /**
     * @param values in the order of {@link Field}; {@code null} for a filter that is not given
     * @throws ProblemException bad-request
     */
    public static DeviceFilters parse(String... values) {
        List<Condition> conditions = new ArrayList<>();
        for (Field field : Field.values()) {
            String given = values[field.ordinal()];
            if (given != null) {
                conditions.add(parse(field, given));
            }
        }
        return new DeviceFilters(List.copyOf(conditions));
    }

    private static Condition parse(Field field, String given) {
        Operator operator = given.startsWith("!")
                ? Operator.NOT_EQUAL
                : given.startsWith("^") ? Operator.PREFIX : Operator.EQUAL;
        String value = operator == Operator.EQUAL ? given : given.substring(1);
        if (operator != Operator.PREFIX && value.isEmpty() && field != Field.OWNER || !field.values.matcher(value).matches()
                || field == Field.PUBLIC && operator == Operator.PREFIX) {
            throw ProblemException.badRequest(field.parameter(), field == Field.PUBLIC
                    ? "must be true, false, !true or !false"
                    : "must be value, !value or ^prefix, with only characters that this field can have");
        }
        return new Condition(field, operator, value);
    }

    /** The value that the field must equal; {@code null} if there is no such condition. */
    public String equal(Field field) {
        return conditions.stream().filter(each -> each.field() == field && each.operator() == Operator.EQUAL)
                .map(Condition::value).findFirst().orElse(null);
    }

    /** The condition that a device has an owner. */
    public static Condition claimed() {
        return new Condition(Field.OWNER, Operator.NOT_EQUAL, DeviceDocument.NOBODY);
    }

    public static List<Condition> without(List<Condition> conditions, Field... fields) {
        return conditions.stream().filter(condition -> !List.of(fields).contains(condition.field())).toList();
    }

    /** The other conditions, for a query that already fixes the values of these fields. */
    public DeviceFilters withoutEqual(Field... fields) {
        List<Field> left = List.of(fields);
        return new DeviceFilters(conditions.stream()
                .filter(each -> each.operator() != Operator.EQUAL || !left.contains(each.field())).toList());
    }
}
