package io.slipway.emulator.cli;

import io.slipway.emulator.wire.Document;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The Slipway that serves a port of this machine, as a client sees it. */
final class RunningSlipway {

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final String region;

    RunningSlipway(int port, String region) {
        this.port = port;
        this.region = region;
    }

    Document health() throws InterruptedException {
        return send(HttpRequest.newBuilder(uri("/_slipway/health")).build());
    }

    /** @param target {@code SageMaker.ListTrainingJobs} */
    Document call(String target, Document request) throws InterruptedException {
        String service = target.startsWith("Logs") ? "logs" : "sagemaker";
        return send(HttpRequest.newBuilder(uri("/"))
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", target)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=slipway/20260101/" + region + "/" + service
                                + "/aws4_request, SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(request.toJson()))
                .build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private Document send(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new CommandException(response.body());
            }
            return Document.parse(response.body());
        } catch (ConnectException e) {
            throw new CommandException("no Slipway is up on port " + port + " (./slipway up starts one)");
        } catch (IOException e) {
            throw new CommandException("the Slipway on port " + port + " does not answer: " + e.getMessage());
        }
    }
}
