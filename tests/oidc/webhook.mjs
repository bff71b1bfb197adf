// Checks a webhook as a receiver does, with the standard's own library: body on stdin, secret and headers as arguments.
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

const [secret, id, timestamp, signature] = process.argv.slice(2);
const headers = { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature };
try {
  console.log(JSON.stringify(new Webhook(secret).verify(readFileSync(0, "utf8"), headers)));
} catch (error) {
  console.log(error.message);
  process.exitCode = 1;
}
