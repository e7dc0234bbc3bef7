package io.mixtide.nd4j;

import io.mixtide.model.engine.EngineLaw;
import io.mixtide.model.engine.InferenceEngine;
import io.mixtide.model.network.Network;
import io.mixtide.model.network.Standardisation;

class Nd4jEngineTest extends EngineLaw {

  @Override
  protected InferenceEngine open(Network network, Standardisation standardisation) {
    return new Nd4jProvider().open(network, standardisation);
  }

  @Override
  protected boolean isExact() {
    return false;
  }

  @Override
  protected boolean servesContextExperts() {
    return false;
  }
}
