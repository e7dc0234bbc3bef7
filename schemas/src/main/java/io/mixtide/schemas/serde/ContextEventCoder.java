package io.mixtide.schemas.serde;

import io.mixtide.schemas.ContextEvent;
import io.mixtide.schemas.Query;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** {@link ContextEvent}s with their queries. */
final class ContextEventCoder implements RecordCoder<ContextEvent> {

  @Override
  public void write(ContextEvent event, Encoder out) throws IOException {
    Fields.writeOptional(event.getObservationId(), out);
    out.writeLong(event.getEventTime().toEpochMilli());
    Fields.writeDoubles(event.getX(), out);
    Fields.writeDoubles(event.getY(), out);
    List<Query> queries = event.getQueries();
    out.writeArrayStart();
    out.setItemCount(queries.size());
    for (Query query : queries) {
      out.startItem();
      Fields.writeOptional(query.getId(), out);
      Fields.writeDoubles(query.getX(), out);
      Fields.writeDoubles(query.getQuantiles(), out);
    }
    out.writeArrayEnd();
  }

  @Override
  public ContextEvent read(BinaryDecoder in) throws IOException {
    @Nullable String id = Fields.readOptional(in);
    Instant time = Instant.ofEpochMilli(in.readLong());
    List<Double> x = Fields.readDoubles(in);
    List<Double> y = Fields.readDoubles(in);
    return new ContextEvent(id, time, x, y, readQueries(in));
  }

  private static List<Query> readQueries(BinaryDecoder in) throws IOException {
    int count = Fields.bounded(in.readArrayStart(), in);
    if (count == 0) {
      return List.of();
    }
    // What a count claims is not made room for: a query in memory is larger than in a record.
    List<Query> queries = new ArrayList<>(count == 1 ? 1 : 10);
    for (; count > 0; count = Fields.bounded(in.arrayNext(), in)) {
      for (int i = 0; i < count; i++) {
        @Nullable String id = Fields.readOptional(in);
        queries.add(new Query(id, Fields.readDoubles(in), Fields.readDoubles(in)));
      }
    }
    return queries;
  }
}
