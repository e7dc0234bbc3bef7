package io.mixtide.app.config;

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Accepts the address of a schema registry: a server's, or a name of one in memory. */
record RegistryUrl() implements Validator {
  private static final Pattern LEGAL = Pattern.compile("(https?|mock)://\\S+");

  @Override
  public void ensureValid(String name, Object value) {
    if (!LEGAL.matcher((String) value).matches()) {
      throw new ConfigException(name, value, "must be " + this);
    }
  }

  @Override
  public String toString() {
    return "http://HOST:PORT, https://HOST:PORT or mock://NAME";
  }
}
