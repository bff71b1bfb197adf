// Where a mail's link was pressed, the page that waits for its code hears of it, in the same browser, and goes on.
const channel = new BroadcastChannel("rejoinder-mailed");
const waits = document.querySelector("[data-waits]")?.dataset.waits;
if (!waits) channel.postMessage({ v: 1, type: "proved" });
else channel.onmessage = ({ data }) => data?.v === 1 && data.type === "proved" && location.replace(waits);
