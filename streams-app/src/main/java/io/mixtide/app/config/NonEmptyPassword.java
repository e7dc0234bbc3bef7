package io.mixtide.app.config;

import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** Accepts any secret but one that anybody guesses first. */
record NonEmptyPassword() implements Validator {
  @Override
  public void ensureValid(String name, Object value) {
    if (((Password) value).value().isBlank()) {
      throw new ConfigException(name + " is empty: give it a value or leave it out");
    }
  }

  @Override
  public String toString() {
    return "not empty";
  }
}
