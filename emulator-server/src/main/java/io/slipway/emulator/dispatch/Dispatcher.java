package io.slipway.emulator.dispatch;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.model.ApiModel;
import io.slipway.emulator.model.OperationModel;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The table of operations. */
public final class Dispatcher {

    private final Map<Service, Map<String, Operation>> rows = new EnumMap<>(Service.class);
    private final Map<Operation, BoundOperation> bound = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException if two rows are of one operation */
    public Dispatcher(List<Operation> operations) {
        for (Operation operation : operations) {
            Operation other = rows.computeIfAbsent(operation.service(), service -> new TreeMap<>())
                    .put(operation.name(), operation);
            if (other != null) {
                throw new IllegalArgumentException("two rows of " + operation.service() + " " + operation.name());
            }
        }
    }

    /**
     * The row of an operation, with its model.
     *
     * @throws ApiException {@code UnknownOperationException} if the service has no such operation, {@code
     *     NotImplementedException} if only Slipway has not
     */
    public BoundOperation get(Service service, String name) {
        Operation row = rows.getOrDefault(service, Map.of()).get(name);
        if (row != null) {
            return bound.computeIfAbsent(row, Dispatcher::bind);
        }
        if (ApiModel.of(service).findOperation(name).isPresent()) {
            throw new ApiException(ApiError.NOT_IMPLEMENTED, notImplemented(service, name));
        }
        throw new ApiException(
                ApiError.UNKNOWN_OPERATION,
                ApiModel.of(service).fullName() + " has no operation " + abbreviated(name) + ".");
    }

    /** The names of the operations that have a row. */
    public SortedSet<String> operationNames(Service service) {
        return new TreeSet<>(rows.getOrDefault(service, Map.of()).keySet());
    }

    private static BoundOperation bind(Operation row) {
        Optional<OperationModel> model = ApiModel.of(row.service()).findOperation(row.name());
        return new BoundOperation(
                row,
                model.orElseThrow(() -> new IllegalStateException("no operation " + row.name() + " in the model of "
                        + ApiModel.of(row.service()).fullName())));
    }

    private String notImplemented(Service service, String name) {
        SortedSet<String> names = operationNames(service);
        String fullName = ApiModel.of(service).fullName();
        String instead = names.isEmpty() ? "nothing" : String.join(", ", names);
        return "Slipway does not implement " + name + ". Of " + fullName + " it has: " + instead + ".";
    }

    private static String abbreviated(String name) {
        return name.length() <= 100 ? name : name.substring(0, 100) + "...";
    }
}
