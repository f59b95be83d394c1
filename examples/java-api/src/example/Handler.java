package example;

import java.util.Map;
import java.util.Objects;

/**
 * The sample API for a Java runtime: {@code GET /api/health} and {@code GET /api/release}. It needs no library: Lambda
 * reads the event into a map and writes the returned map as JSON.
 */
public final class Handler {
    private final String stage = Objects.requireNonNullElse(System.getenv("STAGE"), "unknown");
    private final String version = Objects.requireNonNullElse(System.getenv("AWS_LAMBDA_FUNCTION_VERSION"), "unknown");

    public Map<String, Object> handleRequest(Map<String, Object> event) {
        String route = String.valueOf(event.get("routeKey"));
        return switch (route) {
            case "GET /api/health" -> json(200, "{\"status\":\"ok\",\"stage\":" + quoted(stage) + "}");
            case "GET /api/release" -> json(200, "{\"stage\":" + quoted(stage) + ",\"version\":" + quoted(version) + "}");
            default -> json(404, "{\"error\":" + quoted("There is no " + route) + "}");
        };
    }

    private static Map<String, Object> json(int status, String body) {
        return Map.of(
                "statusCode", status,
                "headers", Map.of("content-type", "application/json; charset=utf-8", "cache-control", "no-store"),
                "body", body);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char character : text.toCharArray()) {
            if (character == '"' || character == '\\') quoted.append('\\').append(character);
            else if (character < ' ') quoted.append(String.format("\\u%04x", (int) character));
            else quoted.append(character);
        }
        return quoted.append('"').toString();
    }
}
