// Offers somebody who has signed in to make their own what they wrote here as a guest; the receipts prove it.
import { announce, button, el, find } from "./dom.js";
import { claimComments, session, watchSession } from "./session.js";
import { plural, t } from "./words.js";

export const startClaims = () => watchSession(offer);

function offer() {
  find("claims")?.remove();
  if (!session.claims) return;
  const sentence = plural("You wrote %(num)d comment here as a guest.", "You wrote %(num)d comments here as a guest.",
    session.claims);
  const place = find("identity");
  place?.append(el("p", { class: "small", "data-claims": "" }, sentence, " ",
    button("word inline", plural("Make it mine", "Make them mine", session.claims), () => makeMine(place))));
}

// Whoever had pressed stays in the form; what has changed in the thread comes as all news does.
async function makeMine(place) {
  try {
    await claimComments();
    find("first", place)?.focus();
    announce(t("They are yours now."));
  } catch (problem) {
    announce(problem.message);
  }
}
