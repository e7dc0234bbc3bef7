package io.mixtide.app.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** A {@link ConfigDef} to which settings are added group by group, in the order they are shown. */
final class GroupedDefinition {
  private final ConfigDef definition = new ConfigDef();
  private String group = "";
  private int orderInGroup;

  /** What was added so far. */
  ConfigDef definition() {
    return definition;
  }

  /** What is added from here on belongs to the group of that name. */
  void startGroup(String name) {
    group = name;
    orderInGroup = 0;
  }

  /** Adds a setting. */
  void define(
      String name,
      ConfigDef.Type type,
      @Nullable Object defaultValue,
      @Nullable Validator validator,
      Importance importance,
      String documentation) {
    definition.define(
        name,
        type,
        defaultValue,
        validator,
        importance,
        documentation.strip(),
        group,
        orderInGroup++,
        Width.NONE,
        name);
  }

  /** Adds a setting that is null unless given, and only then checked. */
  void defineOptional(
      String name,
      ConfigDef.Type type,
      @Nullable Validator validator,
      Importance importance,
      String documentation) {
    define(
        name, type, null, validator == null ? null : ifGiven(validator), importance, documentation);
  }

  private static Validator ifGiven(Validator validator) {
    return ConfigDef.LambdaValidator.with(
        (name, value) -> {
          if (value != null) {
            validator.ensureValid(name, value);
          }
        },
        validator::toString);
  }
}
