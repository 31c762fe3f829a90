package io.deviceregistry.http;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class RequestHeadIT extends RequestHeadTest {
}
