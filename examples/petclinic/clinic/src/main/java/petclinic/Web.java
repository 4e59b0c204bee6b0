package petclinic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** The server of every program, with its health and its metrics. */
final class Web {
    /** What is sent back. */
    record Answer(int status, String type, String body) {
        static Answer text(int status, String body) {
            return new Answer(status, "text/plain; charset=utf-8", body);
        }

        static Answer json(String body) {
            return new Answer(200, "application/json", body);
        }
    }

    /** What answers requests below a path. */
    interface Handler {
        Answer answer(HttpExchange request, String rest) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final String role;
    private final Map<Integer, LongAdder> requests = new ConcurrentSkipListMap<>();

    Web(String role) throws IOException {
        this.role = role;
        server = HttpServer.create(new InetSocketAddress(Integer.parseInt(Clinic.env("PORT"))), 0);
        server.setExecutor(Executors.newFixedThreadPool(8));
        on("/actuator/health", (request, rest) -> Answer.json("{\"status\":\"UP\"}"));
        on("/actuator/prometheus", (request, rest) -> new Answer(200, "text/plain; version=0.0.4", metrics()));
    }

    /** Answers requests for {@code path} and what lies below it. */
    void on(String path, Handler handler) {
        server.createContext(path, request -> {
            Answer answer;
            try {
                String all = request.getRequestURI().getPath();
                answer = handler.answer(request, all.substring(Math.min(path.length(), all.length())));
            } catch (IOException | RuntimeException problem) {
                System.err.println(request.getRequestURI() + ": " + problem);
                answer = Answer.text(503, "not now\n");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                answer = Answer.text(503, "stopping\n");
            }
            requests.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            request.getResponseHeaders().set("Content-Type", answer.type());
            request.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            try (request) {
                request.getResponseBody().write(body);
            }
        });
    }

    void start() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
        server.start();
        System.out.println(role + " listens on " + server.getAddress().getPort());
    }

    private String metrics() {
        StringBuilder out = new StringBuilder("# TYPE clinic_requests_total counter\n");
        requests.forEach((status, count) -> out.append("clinic_requests_total{application=\"").append(role)
                .append("\",status=\"").append(status).append("\"} ").append(count.sum()).append('\n'));
        return out.toString();
    }
}
