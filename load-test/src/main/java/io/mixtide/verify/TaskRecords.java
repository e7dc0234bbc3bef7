package io.mixtide.verify;

import java.util.ArrayList;
import java.util.List;

/** All records of one task, each kind in the order in which it stands on its partition. */
final class TaskRecords {
  private static final int FEW = 4;

  private final String task;
  // A run may have as many tasks as records: a list that is not needed is not made.
  private List<Input.Event> events = List.of();
  private List<Input.Request> requests = List.of();
  private List<Output> posteriors = List.of();
  private List<Output> predictions = List.of();
  private List<Output.Alert> alerts = List.of();
  private List<Output.Log> logs = List.of();

  TaskRecords(String task) {
    this.task = task;
  }

  String task() {
    return task;
  }

  List<Input.Event> events() {
    return events;
  }

  List<Input.Request> requests() {
    return requests;
  }

  List<Output> posteriors() {
    return posteriors;
  }

  List<Output> predictions() {
    return predictions;
  }

  List<Output.Alert> alerts() {
    return alerts;
  }

  List<Output.Log> logs() {
    return logs;
  }

  void addEvent(Input.Event event) {
    events = with(events, event);
  }

  void addRequest(Input.Request request) {
    requests = with(requests, request);
  }

  void addPosterior(Output posterior) {
    posteriors = with(posteriors, posterior);
  }

  void addPrediction(Output prediction) {
    predictions = with(predictions, prediction);
  }

  void addAlert(Output.Alert alert) {
    alerts = with(alerts, alert);
  }

  void addLog(Output.Log log) {
    logs = with(logs, log);
  }

  private static <T> List<T> with(List<T> list, T item) {
    List<T> grown = list.isEmpty() ? new ArrayList<>(FEW) : list;
    grown.add(item);
    return grown;
  }
}
