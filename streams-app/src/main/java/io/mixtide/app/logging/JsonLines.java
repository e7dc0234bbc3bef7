package io.mixtide.app.logging;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: Logback's {@code timestamp} in milliseconds since 1970, {@code level},
 * {@code threadName}, {@code loggerName}, {@code formattedMessage} and {@code throwable}, and
 * beside them what the line is about, as {@link LogFields} names it.
 */
final class JsonLines extends JsonEncoder {
  JsonLines() {
    setWithSequenceNumber(false);
    setWithNanoseconds(false);
    setWithContext(false);
    setWithMessage(false);
    setWithFormattedMessage(true);
    setWithArguments(false);
    // Both would be objects within the object; collectors search by fields.
    setWithMDC(false);
    setWithKVPList(false);
  }

  @Override
  protected void appendCustomFields(StringBuilder json, ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>(event.getMDCPropertyMap());
    for (KeyValuePair pair :
        Objects.requireNonNullElse(event.getKeyValuePairs(), List.<KeyValuePair>of())) {
      fields.put(pair.key, String.valueOf(pair.value));
    }
    fields.forEach((name, value) -> {
      json.append(VALUE_SEPARATOR);
      appenderMember(
          json, JsonEscapeUtil.jsonEscapeString(name), JsonEscapeUtil.jsonEscapeString(value));
    });
  }
}
