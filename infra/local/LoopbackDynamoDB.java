import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;

/**
 * DynamoDB Local, shared and on disk, on 127.0.0.1 alone: its own command line listens on every interface and has no
 * option against it. Only public constructors and Jetty's own settings are used; nothing of Amazon's is changed.
 *
 * <p>Run by Java's source launcher: {@code java -cp ... LoopbackDynamoDB.java PORT FOLDER}
 */
public final class LoopbackDynamoDB {
  private static final String LOOPBACK = "127.0.0.1";

  /** No page in a browser has this origin, so none may read the tables. Amazon documents every origin as the default. */
  private static final String NO_ORIGIN = "http://nobody.invalid";

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    String folder = arguments[1];
    // With -disableTelemetry the plain jar still looks up an Amazon address at its start; with this variable none is seen.
    if (!"0".equals(System.getenv("DDB_LOCAL_TELEMETRY"))) {
      throw new IllegalStateException("DDB_LOCAL_TELEMETRY must be 0");
    }

    LocalDynamoDBRequestHandler tables = new LocalDynamoDBRequestHandler(0, false, folder, true, false);
    LocalDynamoDBServerHandler handler = new LocalDynamoDBServerHandler(tables, NO_ORIGIN);
    DynamoDBProxyServer server = new DynamoDBProxyServer(port, handler);
    for (Connector connector : handler.getServer().getConnectors()) {
      ((ServerConnector) connector).setHost(LOOPBACK);
    }
    server.start();
    server.join();
  }

  private LoopbackDynamoDB() {}
}
