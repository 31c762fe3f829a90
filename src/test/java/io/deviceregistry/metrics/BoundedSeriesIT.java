package io.deviceregistry.metrics;

import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
class BoundedSeriesIT extends BoundedSeriesTest {
}
