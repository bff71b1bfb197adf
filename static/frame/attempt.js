// One sign-in under way, however it is gone about: begun, claimed until it has ended, or taken back.
import { call, Problem } from "./api.js";
import { siteId } from "./dom.js";
import { request, settle } from "./session.js";
import { t } from "./words.js";

const LONGEST_ATTEMPT = 10 * 60_000;  // milliseconds, as long as the server keeps a transaction

export const begin = fields => request("POST", "/signin/transactions", { body: { site: siteId, ...fields } });

// Once cancelled, it neither resolves nor rejects.
export function attemptOf(made, life, popup, follow) {
  let cancelled = false;
  const whole = made.then(({ body }) => follow(body));
  whole.finally(() => life.abort()).catch(() => {});
  return {
    done: new Promise((resolve, reject) => {
      whole.then(() => cancelled || resolve(), problem => cancelled || reject(problem));
    }),
    cancel() {
      cancelled = true;
      life.abort();
      popup?.close();
      made.then(({ body }) => withdraw(body)).catch(() => {});
    },
  };
}

export async function claim({ id, claim_secret, code }, line, signal, pending) {
  const end = Date.now() + LONGEST_ATTEMPT;
  for (let wait = 1000; Date.now() < end && !signal.aborted; wait = Math.min(3000, wait + 200)) {
    await line.pause(wait);
    if (signal.aborted) break;
    const title = line.refused() && t("This browser refuses the cookie that sign-in needs.");
    if (title) throw new Problem(410, { title });
    if (await claimed(id, { claim_secret, code }, signal)) return settle(id, { claim_secret, code });
    pending();
  }
  throw new Problem(410, { type: "expired", title: t("Logging in took too long. Please try again.") });
}

async function claimed(id, proof, signal) {
  try {
    const path = `/signin/transactions/${id}/claim`;
    const { status } = await call("POST", path, { body: proof, signal });
    return status === 200;
  } catch (problem) {
    if ([403, 404, 410].includes(problem.status)) throw problem;
    return false;  // no answer, too many, a server that restarts: the next turn asks again, up to the limit
  }
}

function withdraw({ id, claim_secret }) {
  return request("DELETE", `/signin/transactions/${id}`, { body: { claim_secret } });
}
