// A reader who has been here before: the order that they like, what they put away, and what has come since.
import { foldAgain } from "./fold.js";
import { orderAgain } from "./order.js";
import { markNew } from "./visit.js";

export async function start(frame) {
  await orderAgain(frame);
  await foldAgain(frame);
  markNew(frame).catch(() => {});  // reading goes on without
}
