package io.slipway.emulator.logs;

import io.slipway.emulator.aws.Arn;
import io.slipway.emulator.aws.PageToken;
import io.slipway.emulator.aws.Service;
import io.slipway.emulator.dispatch.Operation;
import io.slipway.emulator.dispatch.RequestContext;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Groups and streams: describe, create, delete. */
public final class LogOperations {

    private static final int MOST = 50;

    private final LogStore store;

    public LogOperations(LogStore store) {
        this.store = store;
    }

    public List<Operation> operations() {
        return Stream.concat(
                        Stream.of(
                                row("DescribeLogGroups", this::describeGroups),
                                row("DescribeLogStreams", this::describeStreams),
                                row("CreateLogGroup", this::createGroup),
                                row("CreateLogStream", this::createStream),
                                row("DeleteLogGroup", this::deleteGroup),
                                row("DeleteLogStream", this::deleteStream)),
                        new EventOperations(store).operations().stream())
                .toList();
    }

    static Operation row(String name, Operation.Handler handler) {
        return new Operation(Service.LOGS, name, handler);
    }

    /** The name of the group that a request means, by name or ARN. */
    static String group(Document request) {
        return request.findString("logGroupName")
                .or(() -> request.findString("logGroupIdentifier").map(LogOperations::nameOfIdentifier))
                .orElseThrow(() -> new ApiException(
                        ApiError.INVALID_PARAMETER, "Either logGroupName or logGroupIdentifier must be given."));
    }

    static String existingGroup(LogStore store, RequestContext context, Document request) {
        String group = group(request);
        if (!store.groupExists(context.region(), group)) {
            throw new ApiException(ApiError.RESOURCE_NOT_FOUND_EXCEPTION, "The specified log group does not exist.");
        }
        return group;
    }

    private static String nameOfIdentifier(String identifier) {
        int name = identifier.indexOf(":log-group:");
        if (name < 0) {
            return identifier;
        }
        String rest = identifier.substring(name + ":log-group:".length());
        return rest.endsWith(":*") ? rest.substring(0, rest.length() - 2) : rest;
    }

    private Document describeGroups(RequestContext context, Document request) {
        String prefix = request.findString("logGroupNamePrefix").orElse("");
        String part = request.findString("logGroupNamePattern").orElse("");
        List<String> names = store.groups(context.region()).stream()
                .filter(group -> group.startsWith(prefix) && group.contains(part))
                .toList();
        return page(request, "logGroups", names, name -> groupDocument(context, name));
    }

    private Document groupDocument(RequestContext context, String group) {
        return Document.EMPTY
                .with("logGroupName", group)
                .with("creationTime", store.groupCreated(context.region(), group))
                .with("metricFilterCount", 0)
                .with("storedBytes", 0)
                .with("arn", arn(context, group) + ":*")
                .with("logGroupArn", arn(context, group));
    }

    private static String arn(RequestContext context, String group) {
        return "arn:" + Arn.partitionOf(context.region()) + ":logs:" + context.region() + ":" + context.account()
                + ":log-group:" + group;
    }

    /** By name only the streams of the page are looked into, for there may be many. */
    private Document describeStreams(RequestContext context, Document request) {
        String group = existingGroup(store, context, request);
        String prefix = request.findString("logStreamNamePrefix").orElse("");
        boolean byTime = request.findString("orderBy").orElse("").equals("LastEventTime");
        if (byTime && !prefix.isEmpty()) {
            throw new ApiException(
                    ApiError.INVALID_PARAMETER, "Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        List<String> names = new ArrayList<>(store.streams(context.region(), group).stream()
                .filter(stream -> stream.startsWith(prefix))
                .toList());
        if (byTime) {
            Map<String, Long> times = new HashMap<>();
            names.forEach(name -> times.put(
                    name,
                    streamDocument(context, group, name)
                            .findLong("lastEventTimestamp")
                            .orElse(0)));
            names.sort(Comparator.comparing(times::get));
        }
        return page(
                request,
                "logStreams",
                request.isTrue("descending") ? names.reversed() : names,
                name -> streamDocument(context, group, name));
    }

    private Document streamDocument(RequestContext context, String group, String stream) {
        Document document = Document.EMPTY
                .with("logStreamName", stream)
                .with("creationTime", store.streamCreated(context.region(), group, stream))
                .with("arn", arn(context, group) + ":log-stream:" + stream);
        try (StreamReader reader = store.read(context.region(), group, stream).orElseThrow(EventOperations::noStream)) {
            document = document.with("storedBytes", reader.length())
                    .with("uploadSequenceToken", String.valueOf(reader.length()));
            Optional<LogEvent> first = reader.next();
            if (first.isEmpty()) {
                return document;
            }
            reader.moveTo(reader.offsetBefore(reader.length(), 1));
            long last = reader.next().orElse(first.get()).timeMillis();
            return document.with("firstEventTimestamp", first.get().timeMillis())
                    .with("lastEventTimestamp", last)
                    .with("lastIngestionTime", last);
        }
    }

    /** Of names in their order; the token is the last one given. */
    private static Document page(
            Document request, String member, List<String> names, Function<String, Document> document) {
        Optional<String> last = request.findString("nextToken").map(LogOperations::lastOf);
        int from = last.isEmpty() ? 0 : names.contains(last.get()) ? names.indexOf(last.get()) + 1 : names.size();
        int to = (int) Math.min(names.size(), from + request.findLong("limit").orElse(MOST));
        Document page = Document.EMPTY.with(
                member, names.subList(from, to).stream().map(document).toList());
        return to == names.size() ? page : page.with("nextToken", PageToken.encode(List.of(names.get(to - 1))));
    }

    private static String lastOf(String token) {
        return PageToken.decode(token)
                .filter(parts -> parts.size() == 1)
                .map(List::getFirst)
                .orElseThrow(() -> new ApiException(ApiError.INVALID_PARAMETER, "The specified nextToken is invalid."));
    }

    private Document createGroup(RequestContext context, Document request) {
        if (!store.createGroup(context.region(), group(request))) {
            throw alreadyThere("The specified log group already exists");
        }
        return Document.EMPTY;
    }

    private Document createStream(RequestContext context, Document request) {
        String group = existingGroup(store, context, request);
        if (!store.createStream(context.region(), group, request.getString("logStreamName"))) {
            throw alreadyThere("The specified log stream already exists");
        }
        return Document.EMPTY;
    }

    private static ApiException alreadyThere(String message) {
        return new ApiException(ApiError.RESOURCE_ALREADY_EXISTS_EXCEPTION, message);
    }

    private Document deleteGroup(RequestContext context, Document request) {
        store.deleteGroup(context.region(), existingGroup(store, context, request));
        return Document.EMPTY;
    }

    private Document deleteStream(RequestContext context, Document request) {
        String group = existingGroup(store, context, request);
        String stream = request.getString("logStreamName");
        if (!store.streamExists(context.region(), group, stream)) {
            throw EventOperations.noStream();
        }
        store.deleteStream(context.region(), group, stream);
        return Document.EMPTY;
    }
}
