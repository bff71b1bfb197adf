// A stand-in's answer by a form goes on by itself.
document.querySelector("[data-answer]").submit();
