package io.deviceregistry.metrics.scrape;

import java.util.List;

import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.ext.web.MIMEHeader;

/** The formats of a scrape. */
enum ExpositionFormat {

    TEXT(TextFormat.CONTENT_TYPE_004),
    OPEN_METRICS(TextFormat.CONTENT_TYPE_OPENMETRICS_100);

    private final String contentType;

    ExpositionFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /**
     * The format that the scraper prefers. If it accepts neither, the text format, because an unexpected format is more helpful
     * than an error.
     *
     * @param accepted in the order of preference
     */
    static ExpositionFormat of(List<MIMEHeader> accepted) {
        for (MIMEHeader type : accepted) {
            if (type.weight() <= 0) {
                continue;
            }
            if (type.component().equalsIgnoreCase("application")
                    && type.subComponent().equalsIgnoreCase("openmetrics-text")) {
                return OPEN_METRICS;
            }
            if (type.component().equalsIgnoreCase("text") || type.component().equals("*")) {
                return TEXT;
            }
        }
        return TEXT;
    }
}
