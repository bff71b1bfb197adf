// Stands in for the list of sign-in services that Waline asks the internet for at every request: an empty one.
import { createServer } from "node:http";

const answer = '{"services":[]}';
const headers = { "Content-Type": "application/json", "Content-Length": answer.length };
createServer((_, response) => response.writeHead(200, headers).end(answer)).listen(Number(process.argv[2]), "127.0.0.1");
