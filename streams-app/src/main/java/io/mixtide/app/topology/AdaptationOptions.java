package io.mixtide.app.topology;

import io.mixtide.model.engine.EngineChoice;
import io.mixtide.model.release.Release;
import io.mixtide.schemas.Topics;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * What the adaptation topology is built from.
 *
 * @param topics names of all topics
 * @param values configured serde of all record values
 * @param inForce the release in force; asked before every record, never null once records flow
 * @param shadow the release that runs in the shadow, if one does; asked at every observation
 * @param engine infers for the release in force; that in the shadow is left to the processor
 * @param batchRecords how many records are inferred together at most, at least 1
 * @param polled what stream threads have polled
 * @param alerts when alerts are raised and cleared
 * @param labels how often alerts ask for labels
 * @param closing when tasks are closed
 * @param tasksBetweenFalseAlarms how many tasks a partition closes on average, at the least, before
 *     drift is raised where there is none
 * @param maxQueries the most queries one record may carry
 * @param maxRecordBytes the largest record value that is read
 * @param listener told what becomes of records; shared by all stream threads
 */
public record AdaptationOptions(
    Topics topics,
    Serde<SpecificRecord> values,
    Supplier<Release> inForce,
    Supplier<Optional<Shadow>> shadow,
    EngineChoice engine,
    int batchRecords,
    PolledRecords polled,
    AlertPolicy alerts,
    LabelPolicy labels,
    ClosePolicy closing,
    double tasksBetweenFalseAlarms,
    int maxQueries,
    int maxRecordBytes,
    AdaptationListener listener) {}
