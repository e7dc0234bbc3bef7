package io.mixtide.app.config;

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Accepts {@code host:port}. */
record HostAndPort() implements Validator {
  private static final Pattern LEGAL = Pattern.compile("[^\\s:/@]+:[1-9]\\d{0,4}");

  @Override
  public void ensureValid(String name, Object value) {
    if (!LEGAL.matcher((String) value).matches()) {
      throw new ConfigException(name, value, "must be " + this);
    }
  }

  @Override
  public String toString() {
    return "host:port";
  }
}
