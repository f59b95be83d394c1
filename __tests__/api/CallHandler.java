import example.Handler;
import java.util.Map;

/** Calls the built handler once, with the route that it is given, and prints what Lambda would send on. */
class CallHandler {
    public static void main(String[] arguments) {
        Map<String, Object> answer = new Handler().handleRequest(Map.of("routeKey", arguments[0]));
        System.out.println(answer.get("statusCode") + " " + answer.get("body"));
    }
}
