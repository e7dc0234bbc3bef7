package io.mixtide.app.config;

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/**
 * Accepts the addresses of a schema registry, separated by commas: a server's, or a name of one in
 * memory. Credentials in an address would be shown wherever it is.
 */
record RegistryUrl() implements Validator {
  private static final Pattern LEGAL = Pattern.compile("(https?|mock)://\\S+");

  @Override
  public void ensureValid(String name, Object value) {
    String urls = (String) value;
    if (urls.contains("@") || urls.contains("?")) {
      throw new ConfigException(
          "%s has more in it than an address: give credentials by basic.auth.user.info or bearer.auth.token"
              .formatted(name));
    }
    if (!LEGAL.matcher(urls).matches()) {
      throw new ConfigException(name, value, "must be " + this);
    }
  }

  @Override
  public String toString() {
    return "http://HOST:PORT, https://HOST:PORT or mock://NAME";
  }
}
