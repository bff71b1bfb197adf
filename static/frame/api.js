// Requests to our own server: JSON out, JSON in, every failure as one Problem with a sentence to show.
import { lang, t } from "./words.js";

const PATIENCE = 20_000;  // milliseconds

export class Problem extends Error {
  constructor(status, { type, detail, title, errors } = {}) {
    super(detail || title || (status ? t("The server made a mistake. Please try again.")
      : t("The server could not be reached. Please try again.")));
    this.status = status;
    this.type = type ?? "";
    this.errors = errors ?? {};
  }
}

// Answers {status, body}; a status of 0 in a Problem means that no answer came.
export async function call(method, path, { body, headers, signal, ...how } = {}) {
  const patience = AbortSignal.timeout(PATIENCE);
  let response, answer;
  try {
    response = await fetch(path, {
      method, cache: "no-store", signal: signal ? AbortSignal.any([signal, patience]) : patience,
      headers: { ...headers, "Accept-Language": lang, ...(body && { "Content-Type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }), ...how,
    });
    answer = await response.text();
  } catch {
    throw new Problem(0);
  }
  const parsed = parse(answer);
  if (!response.ok) throw new Problem(response.status, parsed ?? {});
  return { status: response.status, body: parsed ?? {} };
}

// What is the same for everybody: asked without credentials, and not sent again where the browser still has it.
export async function fetchJson(path, signal) {
  return (await call("GET", path, { cache: "no-cache", credentials: "omit", signal })).body;
}

function parse(text) {
  try {
    const value = JSON.parse(text);
    return value && typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
