package io.mixtide.app.service;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts what a lost instance left open. Brokers do so only after {@code transaction.timeout.ms};
 * until then no reader of committed records sees anything behind it, and who takes over the
 * instance's tasks may not even know from where to go on. So whenever tasks are shared out anew,
 * those that remain fence the producers of threads that are no members of the group any more.
 *
 * <p>A thread of Kafka Streams has as transactional id {@code APPLICATION-PROCESS-NUMBER}, and
 * consumes as {@code APPLICATION-PROCESS-StreamThread-NUMBER-consumer}. Transactions are listed
 * before members are: one that was open and whose thread is no member afterwards can never be
 * committed, for a commit names the member.
 */
final class OrphanedTransactions implements KafkaStreams.StateListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanedTransactions.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A broker may be gone as well; the next look is better than a long wait for it. */
  private static final int PATIENCE_MS = 2_000;

  private final String group;
  private final Pattern transactionalId;
  private final Pattern clientId;
  private final Admin admin;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("mixtide-orphans").daemon().factory());
  private volatile boolean rebalancing;
  private volatile boolean due;
  private boolean told;

  /**
   * @param applicationId of the service, which is its group too
   * @param clientProperties the configuration of Kafka clients
   */
  OrphanedTransactions(String applicationId, Map<String, Object> clientProperties) {
    group = applicationId;
    String process = Pattern.quote(applicationId) + "-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-";
    transactionalId = Pattern.compile(process + "\\d+");
    clientId = Pattern.compile("(" + process + ")StreamThread-(\\d+)-consumer");
    Map<String, Object> properties = new HashMap<>(clientProperties);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    admin = Admin.create(properties);
    executor.scheduleWithFixedDelay(this::look, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Looks for orphans while tasks are shared out, and once all brokers answer after that. */
  @Override
  public void onChange(KafkaStreams.State now, KafkaStreams.State before) {
    rebalancing = now == KafkaStreams.State.REBALANCING;
    if (rebalancing || now == KafkaStreams.State.RUNNING) {
      due = true;
      executor.execute(this::look);
    }
  }

  private void look() {
    if (!due) {
      return;
    }
    due = rebalancing;
    try {
      abortOrphans();
      told = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      if (cause instanceof RetriableException) {
        due = true;
      }
      if (!told) {
        told = true;
        LOG.warn(
            "What lost instances left open may stay so until transaction.timeout.ms: {}",
            String.valueOf(cause));
      }
    }
  }

  private void abortOrphans() throws InterruptedException, ExecutionException {
    Set<String> orphans = new HashSet<>();
    ExecutionException silence = null;
    var options = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
    for (var ofBroker : admin.listTransactions(options).byBrokerId().get().values()) {
      try {
        ofBroker.get().stream()
            .map(TransactionListing::transactionalId)
            .filter(transactionalId.asMatchPredicate())
            .forEach(orphans::add);
      } catch (ExecutionException e) {
        silence = e;
      }
    }
    if (!orphans.isEmpty()) {
      orphans.removeAll(ofMembers());
    }
    if (!orphans.isEmpty()) {
      admin.fenceProducers(orphans).all().get();
      LOG.info("Aborted what lost instances had left open: {}", orphans);
    }
    if (silence != null) {
      throw silence;
    }
  }

  /**
   * Transactional ids of the threads that are members of the group.
   *
   * @throws KafkaException if a member's client id does not tell which thread it is
   */
  private Set<String> ofMembers() throws InterruptedException, ExecutionException {
    Set<String> ids = new HashSet<>();
    var groups = admin.describeConsumerGroups(List.of(group)).all().get().values();
    for (MemberDescription member : groups.iterator().next().members()) {
      Matcher matcher = clientId.matcher(member.clientId());
      if (!matcher.matches()) {
        throw new KafkaException(
            "the client.id %s does not tell whose it is".formatted(member.clientId()));
      }
      ids.add(matcher.group(1) + matcher.group(2));
    }
    return ids;
  }

  @Override
  public void close() {
    executor.shutdownNow();
    admin.close(Duration.ofMillis(PATIENCE_MS));
  }
}
