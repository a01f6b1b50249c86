package io.slipway.emulator.endpoints.invoke;

import io.slipway.emulator.endpoints.LiveEndpoints;
import io.slipway.emulator.endpoints.fleet.Fleet;
import io.slipway.emulator.endpoints.fleet.Replica;
import io.slipway.emulator.endpoints.fleet.Variant;
import io.slipway.emulator.serving.client.Answer;
import io.slipway.emulator.serving.client.ContainerRequest;
import io.slipway.emulator.serving.client.Undelivered;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds a container for a request, and brings it there and through those after it. */
public final class Invoker {

    private static final int LARGEST_BETWEEN = 5 << 20;

    private final LiveEndpoints endpoints;
    private final ModelLibraries libraries;
    private final InvocationMetrics metrics;

    public Invoker(LiveEndpoints endpoints, ModelLibraries libraries, InvocationMetrics metrics) {
        this.endpoints = endpoints;
        this.libraries = libraries;
        this.metrics = metrics;
    }

    /** How a container's answer is taken. */
    private interface Taking<T extends ContainerAnswer> {
        T take(Answer answer) throws IOException;
    }

    private static WholeAnswer whole(Answer answer) throws IOException {
        try (answer) {
            return WholeAnswer.read(answer);
        }
    }

    Routed<WholeAnswer> invoke(InvocationRequest request, Outgoing outgoing, Duration limit)
            throws InvocationException, IOException, InterruptedException {
        return route(request, outgoing, limit, Invoker::whole);
    }

    Routed<StreamedAnswer> open(InvocationRequest request, Outgoing outgoing, Duration limit)
            throws InvocationException, IOException, InterruptedException {
        return route(request, outgoing, limit, StreamedAnswer::new);
    }

    /** The endpoint's fleet, if it takes requests. */
    Fleet fleet(InvocationRequest request) throws InvocationException {
        return endpoints
                .find(request.context().region(), request.endpoint())
                .orElseThrow(() -> InvocationException.validation("Endpoint " + request.endpoint() + " of account "
                        + request.context().account() + " not found."));
    }

    private <T extends ContainerAnswer> Routed<T> route(
            InvocationRequest request, Outgoing outgoing, Duration limit, Taking<T> last)
            throws InvocationException, IOException, InterruptedException {
        long start = System.nanoTime();
        long deadline = start + limit.toNanos();
        boolean sentBefore = false;
        while (true) {
            Fleet fleet = fleet(request);
            Variant variant = variant(fleet, request);
            if (!variant.admit()) {
                throw new InvocationException(InvocationError.THROTTLING, "Rate exceeded");
            }
            Optional<Journey<T>> journey = Optional.empty();
            boolean arrived = false;
            try {
                Optional<Replica> replica =
                        sentBefore ? variant.acquireAnswering(left(deadline)) : variant.acquire(left(deadline));
                if (replica.isEmpty()) {
                    // Another fleet may have taken its place meanwhile.
                    if (!fleet.isRetired() || fleet(request).isRetired()) {
                        throw new InvocationException(
                                InvocationError.SERVICE_UNAVAILABLE,
                                "No instance of the variant " + variant.name() + " serves.");
                    }
                    continue;
                }
                journey = Optional.of(new Journey<>(request, fleet, variant, replica.get(), deadline));
                Routed<T> routed = journey.get().through(outgoing, last);
                arrived = true;
                measure(journey.get(), routed.answer().status(), start);
                return routed;
            } catch (InvocationException e) {
                if (journey.isPresent() && e.originalStatus().isPresent()) {
                    measure(journey.get(), e.originalStatus().getAsInt(), start);
                }
                throw e;
            } catch (Undelivered e) {
                Journey<T> broken = journey.orElseThrow();
                if (e.stage() != Undelivered.Stage.TIMED_OUT) {
                    variant.doubt(broken.replica);
                }
                // What was not sent goes elsewhere. What was, goes once more: the container has ended, or closes.
                boolean again = e.stage() == Undelivered.Stage.NOT_SENT
                        || (e.stage() == Undelivered.Stage.BROKEN && !sentBefore);
                if (!again || left(deadline).isZero()) {
                    measure(broken, 0, start);
                    throw ModelErrors.of(request).undelivered(broken.at, e);
                }
                sentBefore |= e.stage() == Undelivered.Stage.BROKEN;
            } finally {
                if (!arrived) {
                    journey.ifPresent(begun -> begun.replica.leave());
                    variant.dismiss();
                }
            }
        }
    }

    private void measure(Journey<?> journey, int status, long start) {
        long all = System.nanoTime() - start;
        metrics.add(
                journey.request,
                journey.variant.name(),
                status,
                journey.variant.count(),
                journey.inModel,
                all - journey.inModel);
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    private static Variant variant(Fleet fleet, InvocationRequest request) throws InvocationException {
        if (request.targetVariant().isEmpty()) {
            return fleet.choose()
                    .orElseThrow(() -> InvocationException.validation(
                            "No production variant of endpoint " + request.endpoint() + " has a weight above 0."));
        }
        String name = request.targetVariant().get();
        return fleet.variant(name)
                .orElseThrow(() -> InvocationException.validation(
                        "Variant " + name + " not found for endpoint " + request.endpoint() + "."));
    }

    /** One attempt, on one instance. */
    private final class Journey<T extends ContainerAnswer> {

        private final InvocationRequest request;
        private final Fleet fleet;
        private final Variant variant;
        private final Replica replica;
        private final long deadline;
        private Replica.Member at;
        private long inModel;

        Journey(InvocationRequest request, Fleet fleet, Variant variant, Replica replica, long deadline) {
            this.request = request;
            this.fleet = fleet;
            this.variant = variant;
            this.replica = replica;
            this.deadline = deadline;
            this.at = replica.members().getFirst();
        }

        Routed<T> through(Outgoing outgoing, Taking<T> last)
                throws IOException, InvocationException, InterruptedException {
            List<Replica.Member> members = TargetRules.members(request, replica);
            Outgoing carried = outgoing;
            for (Replica.Member member : members.subList(0, members.size() - 1)) {
                WholeAnswer answer = hop(member, carried.withoutAccept(), Invoker::whole);
                Replica.Member next = members.get(members.indexOf(member) + 1);
                checkSize(member, next, answer);
                carried = carried.carrying(answer);
            }
            T answer = hop(members.getLast(), carried, last);
            return new Routed<>(answer, fleet.plan(), variant.name(), () -> {
                replica.leave();
                variant.dismiss();
            });
        }

        private <A extends ContainerAnswer> A hop(Replica.Member member, Outgoing outgoing, Taking<A> how)
                throws IOException, InvocationException, InterruptedException {
            at = member;
            A answer;
            if (member.definition().isMultiModel()) {
                try (ModelLibraries.Loan loan = libraries.borrow(request, fleet, replica, member, left(deadline))) {
                    answer = send(member, outgoing.to(loan.path()), how);
                }
            } else {
                answer = send(member, outgoing.to("/invocations"), how);
            }
            if (!answer.isGood()) {
                throw ModelErrors.of(request).refused(member, answer);
            }
            return answer;
        }

        private <A extends ContainerAnswer> A send(Replica.Member member, ContainerRequest sent, Taking<A> how)
                throws IOException, InterruptedException {
            long start = System.nanoTime();
            try {
                return how.take(member.container().send(sent, left(deadline)));
            } finally {
                inModel += System.nanoTime() - start;
            }
        }

        private void checkSize(Replica.Member from, Replica.Member to, WholeAnswer answer) throws InvocationException {
            if (answer.body().length <= LARGEST_BETWEEN) {
                return;
            }
            String source = from.definition().name();
            String message = "Received response from " + source + " with status code " + answer.status()
                    + ". However, the request payload from " + source + " to "
                    + to.definition().name() + " is " + answer.body().length
                    + " bytes, which has exceeded the maximum limit of 5 MB.";
            throw ModelErrors.of(request).error(answer.status(), message, message);
        }
    }
}
