package io.slipway.emulator.training;

import io.slipway.container.LogLine;
import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.job.ControlCharacters;
import io.slipway.emulator.job.JobLogs;
import io.slipway.emulator.job.MetricScraper;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What one host prints: kept in its log stream and searched for metrics. */
final class HostOutput {

    static final String GROUP = "/aws/sagemaker/TrainingJobs";

    private final JobLogs logs;
    private final MetricScraper scraper;
    private final TrainingListeners listeners;
    private final Arn job;
    private final String stream;
    private final Set<String> givenUp = new HashSet<>();

    HostOutput(JobLogs logs, MetricScraper scraper, TrainingListeners listeners, Arn job, String host, Instant start) {
        this.logs = logs;
        this.scraper = scraper;
        this.listeners = listeners;
        this.job = job;
        this.stream = job.name() + "/" + host + "-" + start.getEpochSecond();
    }

    void accept(LogLine line) {
        say(line.time(), line.text());
        scraper.match(line.time(), ControlCharacters.escape(line.text()))
                .forEach(datapoint -> listeners.measured(job, datapoint));
        for (String metric : scraper.givenUp()) {
            if (givenUp.add(metric)) {
                say(
                        line.time(),
                        "The regular expression of metric " + metric + " takes too long and is tried no more.");
            }
        }
    }

    /** A line of ours in the job's log. */
    void say(Instant time, String line) {
        logs.append(job.region(), GROUP, stream, time, line);
    }
}
