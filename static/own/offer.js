// After a first post without the box: one line, and one click, for mail about replies.
import { announce, button, el, icon } from "../frame/dom.js";
import { t } from "../frame/words.js";

export function start({ receiptsHeader, request }, article) {
  const id = article.dataset.comment;
  const line = el("p", { class: "small quiet", "data-offer": "" });
  const ask = async () => {
    if (line.ariaBusy) return;
    line.ariaBusy = "true";
    try {
      const { body } = await request("PUT", `/comments/${id}/subscription`, { headers: receiptsHeader(id) });
      say(body.confirmed ? t("You get a mail for each reply.")
        : t("We have sent you a mail: follow its link and say yes, then you get replies."), "i-done");
    } catch (problem) {
      say(problem.message, "i-wrong");
    }
    line.ariaBusy = null;
  };
  const say = (sentence, mark) => {
    line.replaceChildren(icon(mark), " ", sentence);
    announce(sentence);
  };
  document.querySelector("[data-offer]")?.remove();
  line.append(button("word", t("E-mail me replies"), ask));
  (article.querySelector(":scope > .acts") ?? article.querySelector(":scope > .said")).after(line);
}
