// <rejoinder-count> is replaced by the number of comments that a page or key has; how, comes when one is there.
define("rejoinder-count", class extends HTMLElement {
  connectedCallback() {
    import(`${home}/static/now/counts/counts.js`).then(counts => counts.ask(this, pageOf, script), () => {});
  }
});
