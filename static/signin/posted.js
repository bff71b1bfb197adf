// A provider's answer goes on at once; without scripts, by its button.
document.querySelector("[data-answer]").submit();
