package io.deviceregistry.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.deviceregistry.Api;
import io.deviceregistry.TestStorage;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

@QuarkusTest
@WithTestResource(TestStorage.class)
class MetricsTest {

    @ParameterizedTest
    @CsvSource(delimiter = 124, value = {
            "*/*|text/plain; version=0.0.4; charset=utf-8",
            "text/plain|text/plain; version=0.0.4; charset=utf-8",
            "application/json|text/plain; version=0.0.4; charset=utf-8",
            "application/openmetrics-text|application/openmetrics-text; version=1.0.0; charset=utf-8"})
    void negotiatesAsPrometheusDoes(String accept, String type) {
        Response answer = Api.anonymous().accept(accept).get("/metrics/");
        answer.then().statusCode(200).header("Content-Type", type);
        assertEquals(type.contains("openmetrics"), answer.asString().endsWith("# EOF\n"));
    }

    @Test
    void currentScrapersGetOpenMetricsAndOldOnesText() {
        Api.anonymous().header("Accept", "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
                + "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;q=0.4,*/*;q=0.2").get("/metrics")
                .then().statusCode(200).header("Content-Type", startsWith("application/openmetrics-text"));
        Api.anonymous().header("Accept", "application/openmetrics-text ; q=0.5 , text/plain;q=0.4").get("/metrics/")
                .then().statusCode(200).header("Content-Type", startsWith("application/openmetrics-text"));
        Api.anonymous().header("Accept", "text/plain;version=0.0.4;q=0.9,application/openmetrics-text;q=0.5").get("/metrics")
                .then().statusCode(200).header("Content-Type", startsWith("text/plain"));
    }

    @Test
    void compressesWhenAsked() {
        Response gzipped = Api.anonymous().header("Accept-Encoding", "gzip").get("/metrics/");
        gzipped.then().statusCode(200).header("Content-Encoding", "gzip").header("Vary", containsString("Accept-Encoding"));
        int length = Integer.parseInt(gzipped.header("Content-Length"));
        assertTrue(length > 100 && length < gzipped.asString().length());
        Api.uncompressed(Api.anonymous()).get("/metrics/").then().statusCode(200)
                .body(containsString("jvm_threads_live_threads "));
        Api.anonymous().head("/metrics/").then().statusCode(200);
    }

    @Test
    void selectsFamiliesByName() {
        String one = Api.anonymous().queryParam("name[]", "jvm_threads_live_threads").get("/metrics/").asString();
        assertEquals(3, one.lines().count(), one);
    }

    @Test
    void theHealthChecksAnswer() {
        for (String path : List.of("/q/health/started", "/q/health/ready", "/q/health/live", "/healthz/", "/healthz")) {
            Api.anonymous().get(path).then().statusCode(200);
        }
        Api.anonymous().get("/healthz/").then().body("code", equalTo(0)).body("duration", notNullValue())
                .body("start-time", matchesPattern(".*\\.\\d{3}Z"));
    }

    @Test
    void theApiIsDescribed() {
        Map<String, Object> document = Api.anonymous().accept("application/json").get("/q/openapi?format=json").then()
                .statusCode(200).extract().path("");
        Map<?, ?> paths = (Map<?, ?>) document.get("paths");
        List<String> ids = new ArrayList<>();
        paths.values().forEach(path -> ((Map<?, ?>) path).values().forEach(operation -> {
            if (operation instanceof Map<?, ?> map) {
                ids.add((String) map.get("operationId"));
            }
        }));
        assertEquals(ids.size(), Set.copyOf(ids).size());
        assertThat(ids, hasItem("registerDevice"));
        assertThat(document.toString(), containsString("device-meta"));
    }
}
