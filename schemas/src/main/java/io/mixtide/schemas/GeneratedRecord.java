package io.mixtide.schemas;

import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * What every generated record extends. Avro loads only classes it is told to trust, even where a
 * generated builder fills in a default; so the first record used adds this package to those trusted
 * in this process.
 */
public abstract class GeneratedRecord extends SpecificRecordBase {

  static {
    String contracts = GeneratedRecord.class.getPackageName();
    ClassSecurityValidator.setGlobal(
        ClassSecurityValidator.composite(
            ClassSecurityValidator.getGlobal(), type -> type.getPackageName().equals(contracts)));
  }

  /** For the generated classes. */
  protected GeneratedRecord() {}
}
