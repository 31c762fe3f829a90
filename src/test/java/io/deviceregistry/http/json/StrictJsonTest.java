package io.deviceregistry.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.deviceregistry.TestLimits;
import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

class StrictJsonTest {

    record Sample(String someName, Boolean flag, Integer count, Map<String, String> labels, ObjectNode meta) {
    }

    private final StrictJson json = new StrictJson(new TestLimits(), new TestLimits());

    @Test
    void readsWhatIsRight() {
        Sample sample = read("{\"some-name\": \"a\", \"flag\": true, \"count\": 3, \"labels\": {\"k\": \"v\"},"
                + " \"meta\": {\"ж\": [null, 1.50, 12345678901234567890]}}");
        assertEquals("a", sample.someName());
        assertEquals(true, sample.flag());
        assertEquals(3, sample.count());
        assertEquals(Map.of("k", "v"), sample.labels());
        assertEquals("{\"ж\":[null,1.5,12345678901234567890]}", sample.meta().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "}", "[1", "{\"a\"}", "{'some-name': 'a'}", "{some-name: 1}", "{\"count\": 01}",
            "{\"count\": +1}", "{\"count\": .5}", "{\"count\": NaN}", "{\"count\": Infinity}", "{\"flag\": True}",
            "{\"some-name\": \"a\tb\"}", "{\"some-name\": \"\\x\"}", "{\"some-name\": \"a\"} x", "{} {}", "{},",
            "{\"some-name\": \"a\",}", "// c\n{}", "{/* c */}", "# c\n{}", "null", "\"\"", "[]", "1", "true",
            "{\"some-name\": 1}", "{\"some-name\": 1.5}", "{\"some-name\": true}", "{\"some-name\": {}}",
            "{\"some-name\": [\"a\"]}", "{\"flag\": \"true\"}", "{\"flag\": 1}", "{\"flag\": \"\"}", "{\"flag\": \" \"}",
            "{\"count\": \" \"}", "{\"count\": \"\\n\\t\"}",
            "{\"count\": \"\\u0000\"}", "{\"labels\": \" \"}", "{\"meta\": \" \"}", "{\"count\": \"3\"}",
            "{\"count\": 3.5}", "{\"count\": 3.0}", "{\"count\": true}", "{\"count\": \"\"}", "{\"count\": 99999999999}",
            "{\"labels\": {\"k\": 1}}", "{\"labels\": []}", "{\"labels\": \"\"}", "{\"meta\": []}", "{\"meta\": \"\"}",
            "{\"meta\": 1}", "{\"someName\": \"a\"}", "{\"unknown\": 1}", "{\"some-name\": \"a\", \"some-name\": \"b\"}",
            "{\"meta\": {\"a\": 1, \"a\": 2}}", "{\"meta\": {\"a\": {\"b\": 1, \"b\": 1}}}", "\ufeff{}",
            "{\"meta\": {\"a\": 1e}}"})
    void refusesEverythingElse(String text) {
        refused(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void namesTheUnknownMember() {
        ProblemException problem = refused("{\n  \"colour\": 1}".getBytes(StandardCharsets.UTF_8));
        assertEquals("colour", problem.violations().get(0).field());
        assertTrue(problem.getMessage().contains("line 2"), problem.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"colour\": 1", "\"colour\": {\"a\":\n\n1}", "\"labels\": {\"k\": 1}", "\"flag\": 1",
            "\"count\":\n99999999999",
            "\"meta\": []"})
    void saysInWhichLineTheMemberBegins(String member) {
        String text = "{\n\"some-name\": \"a\",\n  " + member + ",\n\"x\": 1,\n\"y\": 2\n}";
        ProblemException problem = refused(text.getBytes(StandardCharsets.UTF_8));
        int column = member.startsWith("\"labels") ? 14 : 3;
        assertTrue(problem.getMessage().endsWith(" at line 3, column " + column), problem.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"some-name\": 1}|some-name: must be a string at",
            "{\"flag\": \"true\"}|flag: must be true or false at",
            "{\"count\": 1.5}|count: must be a whole number of at most 32 bits at",
            "{\"count\": 99999999999}|count: must be a whole number of at most 32 bits at",
            "{\"labels\": []}|labels: must be an object at", "{\"labels\": {\"k\": 1}}|labels.k: must be a string at",
            "{\"meta\": 1}|meta: must be an object at", "[]|body: must be an object at line 1, column 1",
            "1|body: must be an object at"})
    void saysWhichTypeAMemberMustHave(String text, String message) {
        ProblemException problem = refused(text.getBytes(StandardCharsets.UTF_8));
        assertTrue(problem.getMessage().startsWith(message), problem.getMessage());
    }

    @Test
    void namesLineAndColumnOfBrokenJson() {
        ProblemException problem = refused("{\n\"flag\": tru}".getBytes(StandardCharsets.UTF_8));
        assertTrue(problem.getMessage().matches("broken JSON at line 2, column \\d+"), problem.getMessage());
    }

    @Test
    void takesOnlyUtf8() {
        refused("{\"some-name\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        refused("{}".getBytes(StandardCharsets.UTF_16));
        refused(new byte[]{'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'});
        refused(new byte[]{'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'});
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"some-name\": \"\", \"some-name\": 1}|some-name: duplicate member at line 1",
            "{\"meta\": {\"a\": [{\"b\": 1, \"b\": 1}]}}|meta.a[0].b: duplicate member at line 1",
            "{\"meta\": {\"a\": DEEP}}|levels at line 1",
            "{\"meta\": {\"a\": 1LONG}}|meta.a: a number with more than 400 characters"})
    void namesTheMemberThatCannotBeRead(String text, String message) {
        String whole = text.replace("DEEP", nested(40)).replace("LONG", "0".repeat(500));
        ProblemException problem = refused(whole.getBytes(StandardCharsets.UTF_8));
        assertTrue(problem.getMessage().contains(message), problem.getMessage());
    }

    @Test
    void refusesWhatIsTooDeep() {
        read("{\"meta\":" + nested(32) + "}");
        refused(("{\"meta\":" + nested(40) + "}").getBytes(StandardCharsets.UTF_8));
        refused("[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whateverIsSentIsReadOrRefusedAndNothingElse() {
        Random random = new Random(8259);
        String valid = "{\"some-name\": \"a\\u0041\", \"flag\": true, \"count\": 3, \"labels\": {\"k\": \"v\"}, \"meta\": {\"a\": [1.5]}}";
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
            for (int j = 0; j <= random.nextInt(3); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                json.read(bytes, json.type(Sample.class));
            } catch (ProblemException e) {
                assertEquals(ProblemType.MALFORMED_JSON, e.type());
            }
        }
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }

    private Sample read(String text) {
        return (Sample) json.read(text.getBytes(StandardCharsets.UTF_8), json.type(Sample.class));
    }

    private ProblemException refused(byte[] body) {
        ProblemException problem = assertThrows(ProblemException.class, () -> json.read(body, json.type(Sample.class)));
        assertEquals(ProblemType.MALFORMED_JSON, problem.type());
        return problem;
    }
}
