package petclinic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Passes {@code /api/NAME} on to the service that the registry knows by that name. */
final class Gateway {
    void serve(Web web) {
        String discovery = Clinic.env("DISCOVERY_URL");
        String token = Clinic.env("GATEWAY_TOKEN");
        web.on("/api/", (request, rest) -> {
            String name = rest.split("/", 2)[0];
            if (!name.matches("[a-z]+")) {
                return Web.Answer.text(404, "nothing here\n");
            }
            HttpResponse<String> found = send(HttpRequest.newBuilder(URI.create(discovery + "/services/" + name)));
            if (found.statusCode() != 200) {
                return Web.Answer.text(404, "no service of that name\n");
            }
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create("http://" + found.body() + "/"))
                    .header(Service.TOKEN_HEADER, token));
            return new Web.Answer(answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse("text/plain"), answer.body());
        });
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Service.CLIENT.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }
}
