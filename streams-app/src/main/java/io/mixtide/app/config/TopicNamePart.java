package io.mixtide.app.config;

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;

/** Accepts what Kafka allows in the name of a topic, with room for the rest of the name. */
record TopicNamePart(int minLength) implements Validator {
  private static final int MAX_LENGTH = 100;
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]*");

  @Override
  public void ensureValid(String name, Object value) {
    String text = (String) value;
    if (text.length() < minLength || text.length() > MAX_LENGTH || !LEGAL.matcher(text).matches()) {
      throw new ConfigException(name, value, "must be " + this);
    }
  }

  @Override
  public String toString() {
    return "%d to %d letters, digits, '.', '_' and '-'".formatted(minLength, MAX_LENGTH);
  }
}
