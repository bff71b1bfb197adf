// A guest's proofs of authorship, kept by this browser: strings COMMENTID.HMAC.
import { local, readKept } from "./store.js";

const MOST_SENT = 20;
const MOST_KEPT = 200;
const shape = /^[0-9a-z]{20}\.[\w=-]{16,128}$/;

const all = () => (readKept(local, "receipts", Array.isArray) ?? []).filter(one => shape.test(one));
const commentOf = receipt => receipt.slice(0, 20);
const keepAll = receipts => local.set("receipts", JSON.stringify(receipts.slice(0, MOST_KEPT)));

export const anyReceipts = () => all().length > 0;

export function keepReceipt(receipt) {
  if (shape.test(receipt)) keepAll([receipt, ...all().filter(one => one !== receipt)]);
}

export function dropReceipt(comment) {
  keepAll(all().filter(one => commentOf(one) !== comment));
}

// Those of this document's comments first, the newest before the older.
export function receiptsHeader(comment) {
  const here = one => commentOf(one) === comment ? 2 : document.getElementById(`c-${commentOf(one)}`) ? 1 : 0;
  const sent = all().toSorted((a, b) => here(b) - here(a)).slice(0, MOST_SENT);
  return sent.length ? { "Rejoinder-Receipts": sent.join() } : {};
}
