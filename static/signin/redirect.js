// The page's own tab on its way to the provider: it goes on when the person has agreed to it, and not before.
import { begin, keepsCookies, show } from "./steps.js";

const go = document.querySelector("[data-go]");

go.onclick = async () => {
  if (!keepsCookies()) return show("refused");
  show("connecting");
  try {
    location.replace(await begin({ id: go.dataset.go, bind: location.hash.slice(1) }));
  } catch {
    show("failed");
  }
};
go.disabled = false;  // a click before this would have been lost
