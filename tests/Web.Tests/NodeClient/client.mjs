// Talks to /hubs/live with the client that browsers and Node programs use. Prints one line of JSON per call of the server.
// Usage: node client.mjs URL TOKEN TRANSPORT   (WebSockets, ServerSentEvents or LongPolling)
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import { createInterface } from "node:readline";

const [url, token, transport] = process.argv.slice(2);
const connection = new HubConnectionBuilder()
  // A header and not accessTokenFactory: over server-sent events that one puts the token into the address, which logs keep and the console refuses.
  .withUrl(`${url}/hubs/live`, { headers: { Authorization: `Bearer ${token}` }, transport: HttpTransportType[transport] })
  .configureLogging(LogLevel.None)
  .build();

const say = (name, ...args) => process.stdout.write(`${JSON.stringify({ name, args })}\n`);
for (const name of ["Snapshot", "VrrpChanged", "RealServerChanged", "ProbeCompleted", "EventRecorded", "DefinitionApplied", "Dropped"])
  connection.on(name, (...args) => say(name, ...args));

// One word on a line: snapshot asks for the picture, stop ends.
createInterface({ input: process.stdin }).on("line", async (line) => {
  if (line === "snapshot") say("GetSnapshot", await connection.invoke("GetSnapshot"));
  else { await connection.stop(); process.exit(0); }
}).on("close", () => process.exit(0));

try {
  await connection.start();
} catch (error) {
  say("failed", error.message);
  process.exit(1);
}
